package dev.nightshift.assembly;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.TypeDescriptor;

/** Makes {@link Settings} of what was written, without an application context. */
final class SettingsBinder {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]+");

  /** Names of settings that hold passwords and tokens, addresses with such in them included. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(webhooks(\\[\\d+])?|api-key|api-token|authorization|password|fleet\\.secret"
              + "|state\\.url)$");

  private SettingsBinder() {}

  /** Whether a setting holds a secret; its name may be written in any of the usual ways. */
  static boolean isSecret(String name) {
    return SECRET.matcher(KnownProperties.kebab(name).replace('_', '-')).find();
  }

  static Settings bind(Map<String, Setting> written) {
    Map<String, String> values = new LinkedHashMap<>();
    written.forEach((name, setting) -> values.put(name, setting.value()));
    try {
      return new Binder(List.of(new MapConfigurationPropertySource(values)))
          .bindOrCreate(SettingSources.PREFIX, Bindable.of(Settings.class));
    } catch (BindException e) {
      throw OperationException.configuration(explain(e, written), e);
    }
  }

  private static String explain(BindException e, Map<String, Setting> written) {
    ConfigurationProperty property = e.getProperty();
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConversionFailedException failed && property != null) {
        String name = property.getName().toString();
        return name
            + written(name, written.get(name))
            + " must be "
            + allowed(failed.getTargetType());
      }
      if (cause.getClass() == IllegalArgumentException.class) {
        return rejected(e.getName().toString(), String.valueOf(cause.getMessage()), written);
      }
    }
    return e.getName() + ": " + e.getMessage();
  }

  /** A record's constructor refused; its message begins with or names the component. */
  private static String rejected(String prefix, String message, Map<String, Setting> written) {
    for (String word : WORD.matcher(message).results().map(MatchResult::group).toList()) {
      String name = prefix + "." + KnownProperties.kebab(word);
      Setting setting = written.get(name);
      if (setting != null || SettingSources.known().type(name).isPresent()) {
        return name + written(name, setting) + ": " + message;
      }
    }
    return prefix + ": " + message;
  }

  /** What was written and where; a secret's value stays out of it. */
  private static String written(String name, @Nullable Setting setting) {
    if (setting == null) {
      return "";
    }
    return (isSecret(name) ? "" : " = " + setting.value()) + origin(setting);
  }

  private static String origin(@Nullable Setting setting) {
    return setting == null ? "" : " (in " + setting.origin() + ")";
  }

  private static String allowed(TypeDescriptor target) {
    Class<?> type = target.getObjectType();
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "Integer", "Long" -> "a whole number";
      case "Double", "Float" -> "a number";
      case "Boolean" -> "true or false";
      case "Duration" -> "a duration such as 500ms, 60s, 5m or 24h";
      case "DataSize" -> "a size such as 512MB or 2GB";
      case "LocalTime" -> "a time of day such as 02:00";
      case "ZoneId" -> "a time zone such as Europe/Berlin";
      default -> "a " + type.getSimpleName();
    };
  }
}

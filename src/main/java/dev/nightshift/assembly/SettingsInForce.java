package dev.nightshift.assembly;

import dev.nightshift.console.SettingShown;
import dev.nightshift.home.Home;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

/** Every setting with its value and where that comes from; secrets are not shown. */
final class SettingsInForce {
  private static final String DEFAULT = "default";
  private static final String HIDDEN = "••••••";

  private final Map<String, String> values = new LinkedHashMap<>();

  private SettingsInForce() {}

  /**
   * The settings of a running pipeline.
   *
   * @param environment the process environment that they were read in
   */
  static List<SettingShown> of(Home home, Map<String, String> environment, Settings settings) {
    Map<String, Setting> written = SettingSources.read(home, environment, Map.of(), "");
    Map<String, String> without = without(written);
    List<SettingShown> shown = new ArrayList<>();
    values(settings)
        .forEach(
            (name, value) -> {
              boolean overridden = !value.equals(without.getOrDefault(name, value));
              shown.add(
                  new SettingShown(
                      name,
                      SettingsBinder.isSecret(name) && !value.isEmpty() ? HIDDEN : value,
                      overridden ? "given at the start" : origin(written.get(name))));
            });
    return List.copyOf(shown);
  }

  /** What would be in force without the start's words; as written where that would be refused. */
  private static Map<String, String> without(Map<String, Setting> written) {
    try {
      return values(SettingsBinder.bind(written));
    } catch (OperationException refused) {
      return written.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()));
    }
  }

  private static String origin(@Nullable Setting setting) {
    return setting == null || setting.origin().equals(SettingSources.SHIPPED)
        ? DEFAULT
        : setting.origin();
  }

  private static Map<String, String> values(Settings settings) {
    SettingsInForce inForce = new SettingsInForce();
    inForce.collect(SettingSources.PREFIX, settings);
    return inForce.values;
  }

  private void collect(String name, @Nullable Object value) {
    switch (value) {
      case null -> values.put(name, "");
      case Record settings -> components(name, settings);
      case Map<?, ?> map when map.values().stream().anyMatch(Record.class::isInstance) ->
          map.forEach((key, one) -> collect(name + "." + key, one));
      case List<?> list when list.stream().anyMatch(Record.class::isInstance) -> {
        for (int i = 0; i < list.size(); i++) {
          collect(name + "[" + i + "]", list.get(i));
        }
      }
      case List<?> list ->
          values.put(name, String.join(", ", list.stream().map(String::valueOf).toList()));
      default -> values.put(name, text(value));
    }
  }

  private void components(String prefix, Record settings) {
    Parameter[] parameters = settings.getClass().getDeclaredConstructors()[0].getParameters();
    RecordComponent[] components = settings.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      Name given = parameters[i].getAnnotation(Name.class);
      String name = given != null ? given.value() : KnownProperties.kebab(components[i].getName());
      collect(prefix + "." + name, value(settings, components[i]));
    }
  }

  private static @Nullable Object value(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a setting cannot be read: " + component, e);
    }
  }

  /** As it would be written into a file. */
  private static String text(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : Objects.toString(value);
  }
}

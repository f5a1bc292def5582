package dev.nightshift.assembly;

import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** Gathers what files, environment and command line say of {@code nightshift.*}. */
final class SettingSources {
  static final String PREFIX = "nightshift";

  /** Where the defaults of this file come from. */
  static final String SHIPPED = "the shipped defaults";

  private static final String MODELS = PREFIX + ".models.";
  private static final KnownProperties KNOWN = KnownProperties.of(PREFIX, Settings.class);

  /** Variables with our prefix that are not settings. */
  private static final Set<String> RESERVED =
      Set.of(
          "NIGHTSHIFT_HOME",
          "NIGHTSHIFT_CACHE",
          "NIGHTSHIFT_LOGS",
          "NIGHTSHIFT_LOG_FORMAT",
          "NIGHTSHIFT_PIP",
          "NIGHTSHIFT_JAVA_OPTS");

  private SettingSources() {}

  static KnownProperties known() {
    return KNOWN;
  }

  /**
   * All settings by full name, the strongest word on each.
   *
   * @param origin where the overrides stand, in words
   */
  static Map<String, Setting> read(
      Home home, Map<String, String> environment, Map<String, String> overrides, String origin) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    addYaml(settings, new ClassPathResource("nightshift-defaults.yaml"), SHIPPED);
    addOllamaHost(settings, environment);
    Path own = home.root().resolve("application.yaml");
    if (Files.isRegularFile(own)) {
      addYaml(settings, readable(own), own.toString());
    }
    addVariables(settings, environment);
    OperatorNames.settings(environment, models(settings)).forEach(settings::put);
    overrides.forEach((name, value) -> add(settings, name, value, origin));
    return settings;
  }

  /** Ids of the models that are configured. */
  private static Set<String> models(Map<String, Setting> settings) {
    return settings.keySet().stream()
        .filter(name -> name.startsWith(MODELS))
        .map(name -> name.substring(MODELS.length(), name.lastIndexOf('.')))
        .collect(Collectors.toSet());
  }

  private static Resource readable(Path file) {
    try {
      return new ByteArrayResource(Files.readAllBytes(file));
    } catch (IOException e) {
      throw OperationException.configuration("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void addYaml(Map<String, Setting> settings, Resource resource, String origin) {
    try {
      for (PropertySource<?> source : new YamlPropertySourceLoader().load(origin, resource)) {
        if (source instanceof EnumerablePropertySource<?> properties) {
          for (String name : properties.getPropertyNames()) {
            Object value = properties.getProperty(name);
            if (name.startsWith(PREFIX + ".") && value != null) {
              add(settings, name, value.toString(), origin);
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof OperationException told) {
        throw told;
      }
      throw OperationException.configuration("cannot read " + origin + ": " + e.getMessage(), e);
    }
  }

  /** Where everyone else on this machine looks for Ollama; any setting of ours wins over it. */
  private static void addOllamaHost(
      Map<String, Setting> settings, Map<String, String> environment) {
    String host = environment.getOrDefault("OLLAMA_HOST", "");
    if (!host.isBlank()) {
      add(settings, "nightshift.serving.ollama-url", host, "OLLAMA_HOST in the environment");
    }
  }

  private static void addVariables(Map<String, Setting> settings, Map<String, String> environment) {
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith("NIGHTSHIFT_") && !RESERVED.contains(variable)) {
            Optional<String> property = KNOWN.ofVariable(variable);
            String origin = variable + " in the environment";
            add(settings, property.orElse(variable), value, origin);
          }
        });
  }

  private static void add(Map<String, Setting> settings, String name, String value, String origin) {
    String property =
        KNOWN
            .canonical(name)
            .map(known -> withIndices(known, name))
            .orElseThrow(
                () ->
                    OperationException.configuration(
                        "there is no setting "
                            + name
                            + " (in "
                            + origin
                            + "); did you mean "
                            + KNOWN.nearest(name)
                            + "?"));
    if (KNOWN.type(property).filter(Duration.class::equals).isPresent()
        && value.trim().matches("[0-9]+")
        && !value.trim().equals("0")) {
      throw OperationException.configuration(
          property
              + " = "
              + value
              + " (in "
              + origin
              + ") is a duration and needs a unit: ms, s, m, h or d, for example "
              + value.trim()
              + "s");
    }
    settings.put(property, new Setting(value, origin));
  }

  /** Known names hold [0] for any element and no map keys; what was written says which. */
  private static String withIndices(String known, String written) {
    boolean keyed = KNOWN.type(known).filter(Map.class::equals).isPresent();
    return keyed || written.contains("[") ? written : known;
  }
}

package dev.nightshift.starter;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** What an application's own configuration says of {@code nightshift.*}. */
final class ApplicationProperties {
  private static final String OURS = "nightshift.";
  private static final String EMBEDDED = "nightshift.embedded.";

  private ApplicationProperties() {}

  /**
   * Settings by full name, placeholders replaced. Variables of the environment are not among them:
   * the settings are read from those anyway.
   */
  static Map<String, String> of(ConfigurableEnvironment environment) {
    Map<String, String> properties = new TreeMap<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> listed) {
        for (String name : listed.getPropertyNames()) {
          String value = isSetting(name) ? environment.getProperty(name) : null;
          if (value != null) {
            properties.put(name, value);
          }
        }
      }
    }
    return properties;
  }

  private static boolean isSetting(String name) {
    return name.startsWith(OURS) && !name.startsWith(EMBEDDED);
  }
}

package dev.nightshift.assembly;

import dev.nightshift.home.Home;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Every setting of a pipeline: one validated record a feature, each bound from {@code
 * nightshift.<component>.*}.
 *
 * @param model the base model
 */
public record Settings(@DefaultValue ModelSettings model) {

  /**
   * Reads the settings. From weakest to strongest: the defaults in the jar's application.yaml,
   * {@code application.yaml} in the home, {@code NIGHTSHIFT_…} variables (NIGHTSHIFT_ROLLOUT_…),
   * the operators' own names ({@link OperatorNames}), and the overrides.
   *
   * @param environment the process environment
   * @param overrides properties by their full names, from the command line
   * @throws ConfigurationException naming the property, its value, where it came from and what is
   *     allowed; also for a property that does not exist
   */
  public static Settings load(
      Home home, Map<String, String> environment, Map<String, String> overrides) {
    return SettingsBinder.bind(SettingSources.read(home, environment, overrides));
  }

  /** The settings of a pipeline whose user set nothing. */
  public static Settings defaults(Home home) {
    return load(home, Map.of(), Map.of());
  }
}

package dev.nightshift.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * An application.yaml without the settings that are secrets. It is written anew from what it says,
 * so that no comment carries one along.
 *
 * @param text the new file
 * @param takenOut names of the settings that are not in it any more
 */
record ConfigurationWithoutSecrets(String text, List<String> takenOut) {

  /**
   * Takes secrets out.
   *
   * @param secret whether a setting of a name, such as nightshift.gateway.api-token, is one
   * @throws BackupException REQUEST when the file cannot be understood: it may hold anything
   */
  static ConfigurationWithoutSecrets of(String yaml, Predicate<String> secret) {
    List<String> takenOut = new ArrayList<>();
    List<String> values = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    DumperOptions block = new DumperOptions();
    block.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
    try {
      for (Object document : reader.loadAll(yaml)) {
        text.append(text.isEmpty() ? "" : "---\n");
        Object kept = without("", document, secret, takenOut, values);
        text.append(kept == null ? "" : new Yaml(block).dump(kept));
      }
    } catch (YAMLException e) {
      // Its message quotes the file.
      throw refused("it is not YAML");
    }
    for (String value : values) {
      if (value.length() > 3 && text.indexOf(value) >= 0) {
        throw refused("a secret of it also stands elsewhere in it");
      }
    }
    return new ConfigurationWithoutSecrets(text.toString(), takenOut);
  }

  private static BackupException refused(String why) {
    return new BackupException(
        BackupException.Code.REQUEST,
        "the secrets cannot be taken out of application.yaml: "
            + why
            + "; mend it, or back it up as it is with --secrets");
  }

  private static Object without(
      String name,
      Object value,
      Predicate<String> secret,
      List<String> takenOut,
      List<String> values) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> kept = new LinkedHashMap<>();
      map.forEach(
          (key, inner) -> {
            String full = name.isEmpty() ? String.valueOf(key) : name + "." + key;
            if (secret.test(full)) {
              takenOut.add(full);
              leaves(inner, values);
            } else {
              kept.put(key, without(full, inner, secret, takenOut, values));
            }
          });
      return kept;
    }
    if (value instanceof List<?> list) {
      List<Object> kept = new ArrayList<>();
      for (Object inner : list) {
        kept.add(without(name + "[" + kept.size() + "]", inner, secret, takenOut, values));
      }
      return kept;
    }
    return value;
  }

  private static void leaves(Object value, List<String> into) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(inner -> leaves(inner, into));
      case List<?> list -> list.forEach(inner -> leaves(inner, into));
      case null -> {}
      default -> into.add(String.valueOf(value));
    }
  }
}

package dev.nightshift.assembly;

import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The properties that exist, read off the settings records: their names in kebab case and their
 * types. An element of a list of records is written {@code [0]}, whatever its index, and the key of
 * a map of records {@code *}.
 */
final class KnownProperties {
  private static final String ANY_KEY = ".*";
  private static final String KEY = "[A-Za-z0-9][A-Za-z0-9_-]*";

  private final Map<String, Class<?>> types = new LinkedHashMap<>();

  private KnownProperties(String prefix, Class<?> settings) {
    collect(prefix, settings);
  }

  /** The properties of a record under a prefix. */
  static KnownProperties of(String prefix, Class<?> settings) {
    return new KnownProperties(prefix, settings);
  }

  private void collect(String prefix, Class<?> type) {
    Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Name given = parameters[i].getAnnotation(Name.class);
      String name = prefix + "." + (given != null ? given.value() : kebab(component.getName()));
      Class<?> of = component.getType();
      if (of.isRecord()) {
        collect(name, of);
      } else if (argumentRecord(component, List.class, 0).isPresent()) {
        collect(name + "[0]", argumentRecord(component, List.class, 0).get());
      } else if (argumentRecord(component, Map.class, 1).isPresent()) {
        collect(name + ANY_KEY, argumentRecord(component, Map.class, 1).get());
      } else {
        types.put(name, of);
      }
    }
  }

  /** The record that a list or map holds. */
  private static Optional<Class<?>> argumentRecord(
      RecordComponent component, Class<?> container, int argument) {
    return component.getGenericType() instanceof ParameterizedType generic
            && container.isAssignableFrom(component.getType())
            && generic.getActualTypeArguments()[argument] instanceof Class<?> element
            && element.isRecord()
        ? Optional.of(element)
        : Optional.empty();
  }

  /** Full name of every property. */
  Iterable<String> names() {
    return types.keySet();
  }

  /** The type of a property written in any relaxed way; a map's or list's for what is in it. */
  Optional<Class<?>> type(String written) {
    return known(written).map(types::get);
  }

  /**
   * The property's name in kebab case, with [0] for any index and the written key, or empty if
   * there is none such. Case, dashes and underscores do not matter, but in keys.
   */
  Optional<String> canonical(String written) {
    return known(written).map(known -> withKey(known, written));
  }

  private Optional<String> known(String written) {
    String bare = bare(written).replaceAll("\\[[0-9]+]", "[0]");
    return types.keySet().stream().filter(known -> matches(known, bare, written)).findFirst();
  }

  private boolean matches(String known, String bare, String written) {
    if (known.contains(ANY_KEY)) {
      return keyed(known, written).isPresent();
    }
    String wanted = bare(known);
    Class<?> type = types.get(known);
    boolean container = List.class.equals(type) || Map.class.equals(type);
    return bare.equals(wanted)
        || (container && (bare.startsWith(wanted + "[") || bare.startsWith(wanted + ".")));
  }

  private static String withKey(String known, String written) {
    return keyed(known, written).map(key -> known.replace(ANY_KEY, "." + key)).orElse(known);
  }

  /** The key in a property of a map of records, if it is this property. */
  private static Optional<String> keyed(String known, String written) {
    int at = known.indexOf(ANY_KEY);
    if (at < 0) {
      return Optional.empty();
    }
    String map = known.substring(0, at);
    String rest = bare(known.substring(at + ANY_KEY.length()));
    String[] parts = written.split("\\.", -1);
    int before = map.split("\\.", -1).length;
    if (parts.length <= before || !parts[before].matches(KEY)) {
      return Optional.empty();
    }
    String front = String.join(".", List.of(parts).subList(0, before));
    String behind = "." + String.join(".", List.of(parts).subList(before + 1, parts.length));
    return bare(front).equals(bare(map)) && bare(behind).equals(rest)
        ? Optional.of(parts[before])
        : Optional.empty();
  }

  /**
   * The property that a {@code NIGHTSHIFT_…} variable means; of a list's element the number in the
   * variable says which: {@code NIGHTSHIFT_COUNCIL_SEATS_0_MODEL}; of a map's record the part in
   * small letters is the key: {@code NIGHTSHIFT_MODELS_HERMES_CONTEXT}.
   */
  Optional<String> ofVariable(String variable) {
    String wanted = squeezed(variable);
    return types.keySet().stream()
        .flatMap(
            known ->
                known.contains(ANY_KEY)
                    ? keyedBy(known, variable).stream()
                    : meant(known, wanted).stream())
        .findFirst();
  }

  private static Optional<String> keyedBy(String known, String variable) {
    int at = known.indexOf(ANY_KEY);
    String map = shouted(known.substring(0, at)) + "_";
    String rest = "_" + shouted(known.substring(at + ANY_KEY.length() + 1));
    boolean fits =
        variable.length() > map.length() + rest.length()
            && variable.startsWith(map)
            && variable.endsWith(rest);
    return fits
        ? Optional.of(
            known.replace(
                ANY_KEY,
                "."
                    + variable
                        .substring(map.length(), variable.length() - rest.length())
                        .toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  private static String shouted(String name) {
    return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static Optional<String> meant(String known, String squeezedVariable) {
    int index = known.indexOf("[0]");
    if (index < 0) {
      return squeezed(known).equals(squeezedVariable) ? Optional.of(known) : Optional.empty();
    }
    String list = squeezed(known.substring(0, index));
    String rest = squeezed(known.substring(index + "[0]".length()));
    Matcher matcher =
        Pattern.compile(Pattern.quote(list) + "([0-9]{1,3})" + Pattern.quote(rest))
            .matcher(squeezedVariable);
    return matcher.matches()
        ? Optional.of(known.replace("[0]", "[" + matcher.group(1) + "]"))
        : Optional.empty();
  }

  /** The property whose name is most like a wrong one. */
  String nearest(String wrong) {
    String squeezed = squeezed(wrong);
    return types.keySet().stream()
        .min(Comparator.comparingInt(known -> distance(squeezed(known), squeezed)))
        .orElseThrow();
  }

  private static String bare(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static String squeezed(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /** camelCase to kebab-case. */
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

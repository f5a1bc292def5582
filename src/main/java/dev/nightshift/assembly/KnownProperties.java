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
 * types. An element of a list of records is written {@code [0]}, whatever its index.
 */
final class KnownProperties {
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
      } else if (elementRecord(component).isPresent()) {
        collect(name + "[0]", elementRecord(component).get());
      } else {
        types.put(name, of);
      }
    }
  }

  private static Optional<Class<?>> elementRecord(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
            && List.class.isAssignableFrom(component.getType())
            && generic.getActualTypeArguments()[0] instanceof Class<?> element
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
    return canonical(written).map(types::get);
  }

  /**
   * The property's name in kebab case with the written indices, or empty if there is none such.
   * Case, dashes and underscores do not matter.
   */
  Optional<String> canonical(String written) {
    String bare = bare(written).replaceAll("\\[[0-9]+]", "[0]");
    return types.keySet().stream().filter(known -> matches(known, bare)).findFirst();
  }

  private boolean matches(String known, String bare) {
    String wanted = bare(known);
    Class<?> type = types.get(known);
    boolean container = List.class.equals(type) || Map.class.equals(type);
    return bare.equals(wanted)
        || (container && (bare.startsWith(wanted + "[") || bare.startsWith(wanted + ".")));
  }

  /**
   * The property that a {@code NIGHTSHIFT_…} variable means; of a list's element the number in the
   * variable says which: {@code NIGHTSHIFT_COUNCIL_SEATS_0_MODEL}.
   */
  Optional<String> ofVariable(String variable) {
    String wanted = squeezed(variable);
    return types.keySet().stream().flatMap(known -> meant(known, wanted).stream()).findFirst();
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

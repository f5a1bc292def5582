package dev.nightshift.grammar;

import dev.nightshift.grammar.GrammarException.Code;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of an {@code allOf}, with what stands beside it, as one schema that allows the same,
 * where it is plain which one that is: types, values, bounds, properties, items. What cannot be
 * merged is refused with its place.
 */
final class MergedSchemas {
  /** Schemas of one allOf, those of references and of its own allOf among them. */
  private static final int MOST = 200;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PROPERTIES = "properties";
  private static final String ADDITIONAL = "additionalProperties";

  private final SchemaReferences references;
  private final CompilationWork work = CompilationWork.current();

  MergedSchemas(SchemaReferences references) {
    this.references = references;
  }

  /** One of the schemas, without its allOf. */
  private record Part(JsonNode schema, String pointer) {}

  /** A schema with allOf as one without. */
  JsonNode merged(JsonNode schema, String pointer) {
    List<Part> parts = parts(new Part(schema, pointer), false);
    if (parts.size() > 1 && parts.stream().anyMatch(part -> part.schema().has("$ref"))) {
      parts = parts(new Part(schema, pointer), true);
    }
    if (parts.size() == 1) {
      return parts.getFirst().schema();
    }
    ObjectNode merged = JSON.objectNode();
    for (Part part : parts) {
      if (part.schema().isBoolean()) {
        return part.schema();
      }
      JsonNode values = part.schema().path("enum");
      work.steps(50L * part.schema().path(PROPERTIES).size() + 5L * values.size() * values.size());
      for (Map.Entry<String, JsonNode> keyword : part.schema().properties()) {
        add(merged, keyword.getKey(), keyword.getValue(), part.pointer());
      }
    }
    addProperties(merged, parts);
    return merged;
  }

  /**
   * All that say something, those of an allOf before what stands beside it.
   *
   * @param follow whether references are followed, which one alone need not be
   */
  private List<Part> parts(Part whole, boolean follow) {
    List<Part> found = new ArrayList<>();
    Deque<Part> open = new ArrayDeque<>(List.of(whole));
    for (int seen = 0; !open.isEmpty(); seen++) {
      Part part = open.pop();
      work.steps(50L + 10L * part.schema().size());
      if (seen == MOST) {
        throw new GrammarException(
            Code.TOO_LARGE,
            "the schema is too large at " + whole.pointer() + "/allOf: combine fewer schemas");
      }
      if (part.schema().isBoolean()) {
        if (!part.schema().booleanValue()) {
          found.add(part);
        }
        continue;
      }
      open(part, follow, open, found);
    }
    return found;
  }

  private void open(Part part, boolean follow, Deque<Part> open, List<Part> found) {
    if (!(part.schema() instanceof ObjectNode object)) {
      throw SchemaKeywords.malformed(part.pointer(), "must be an object or a boolean");
    }
    ObjectNode own = JSON.objectNode().setAll(object);
    JsonNode branches = own.remove("allOf");
    boolean followed = follow && object.has("$ref");
    if (followed) {
      own.remove("$ref");
    }
    if (branches == null && !followed) {
      if (!own.propertyNames().stream().allMatch(SchemaKeywords::isAnnotation)) {
        found.add(part);
      }
      return;
    }
    open.push(new Part(own, part.pointer()));
    if (followed) {
      open.push(new Part(references.target(object, part.pointer()), part.pointer() + "/$ref"));
    }
    if (branches != null && (!branches.isArray() || branches.isEmpty())) {
      throw SchemaKeywords.malformed(part.pointer() + "/allOf", "must be an array of schemas");
    }
    for (int i = branches == null ? -1 : branches.size() - 1; i >= 0; i--) {
      open.push(new Part(branches.get(i), part.pointer() + "/allOf/" + i));
    }
  }

  private static void add(ObjectNode merged, String keyword, JsonNode value, String pointer) {
    JsonNode known = merged.get(keyword);
    switch (keyword) {
      case PROPERTIES, ADDITIONAL -> {} // together, for they mean one another
      case "type" -> merged.set(keyword, known == null ? value : types(known, value, pointer));
      case "required" -> merged.withArray(keyword).addAll(list(value, pointer));
      case "enum", "const" -> addValues(merged, keyword, value, pointer);
      case "minimum", "exclusiveMinimum", "minLength", "minItems" ->
          merged.set(keyword, bound(known, value, 1));
      case "maximum", "exclusiveMaximum", "maxLength", "maxItems" ->
          merged.set(keyword, bound(known, value, -1));
      case "items" -> merged.set(keyword, known == null ? value : both(known, value));
      default -> {
        boolean alike = known == null || known.equals(value);
        if (!SchemaKeywords.isAnnotation(keyword) && !(alike && isPlain(keyword))) {
          throw SchemaKeywords.unsupported(
              pointer + "/" + SchemaKeywords.escaped(keyword),
              "cannot be merged with the other schemas of its allOf: write them as one");
        }
        merged.set(keyword, value);
      }
    }
  }

  /** Whether a keyword means the same wherever it stands. */
  private static boolean isPlain(String keyword) {
    return switch (keyword) {
      case "pattern", "multipleOf", "uniqueItems" -> true;
      default -> false;
    };
  }

  private static JsonNode types(JsonNode one, JsonNode other, String pointer) {
    Set<SchemaType> types = widened(one, pointer);
    types.retainAll(widened(other, pointer));
    if (types.contains(SchemaType.NUMBER)) {
      types.remove(SchemaType.INTEGER);
    }
    if (types.isEmpty()) {
      throw new GrammarException(
          Code.UNSATISFIABLE,
          "no value satisfies the schema: nothing has both types at " + pointer);
    }
    ArrayNode names = JSON.arrayNode();
    types.forEach(type -> names.add(type.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  /** With integers where numbers are. */
  private static Set<SchemaType> widened(JsonNode type, String pointer) {
    Set<SchemaType> types =
        EnumSet.copyOf(SchemaType.of(JSON.objectNode().set("type", type), pointer));
    if (types.contains(SchemaType.NUMBER)) {
      types.add(SchemaType.INTEGER);
    }
    return types;
  }

  private static ArrayNode list(JsonNode value, String pointer) {
    if (value instanceof ArrayNode list) {
      return list;
    }
    throw SchemaKeywords.malformed(pointer + "/required", "must be an array of names");
  }

  private static void addValues(ObjectNode merged, String keyword, JsonNode value, String pointer) {
    List<JsonNode> values = ExclusiveSchemas.values(JSON.objectNode().set(keyword, value), pointer);
    JsonNode known = merged.get("enum");
    ArrayNode left = JSON.arrayNode();
    values.stream()
        .filter(each -> known == null || known.valueStream().anyMatch(each::equals))
        .forEach(left::add);
    if (left.isEmpty()) {
      throw new GrammarException(
          Code.UNSATISFIABLE,
          "no value satisfies the schema: none is allowed by all at " + pointer + "/" + keyword);
    }
    merged.set("enum", left);
  }

  /** The tighter one; what is no number is refused where it is read. */
  private static JsonNode bound(@Nullable JsonNode known, JsonNode value, int sign) {
    if (known == null || !known.isNumber() || !value.isNumber()) {
      return known != null && !known.isNumber() ? known : value;
    }
    BigDecimal one = known.decimalValue();
    return one.compareTo(value.decimalValue()) * sign >= 0 ? known : value;
  }

  private static JsonNode both(JsonNode one, JsonNode other) {
    return JSON.objectNode().set("allOf", JSON.arrayNode().add(one).add(other));
  }

  /** One that a closed schema does not name is never written. */
  private void addProperties(ObjectNode merged, List<Part> parts) {
    ObjectNode all = JSON.objectNode();
    for (Part part : parts) {
      for (Map.Entry<String, JsonNode> property : part.schema().path(PROPERTIES).properties()) {
        JsonNode known = all.get(property.getKey());
        all.set(
            property.getKey(),
            known == null ? property.getValue() : both(known, property.getValue()));
      }
    }
    for (Part part : parts) {
      JsonNode additional = part.schema().path(ADDITIONAL);
      if (!additional.isMissingNode() && !additional.isBoolean()) {
        throw SchemaKeywords.unsupported(
            part.pointer() + "/" + ADDITIONAL,
            "cannot be a schema: name the properties, or use an array of objects with key and"
                + " value");
      }
      if (!additional.isMissingNode() && !additional.booleanValue()) {
        JsonNode named = part.schema().path(PROPERTIES);
        work.steps(20L * all.size());
        all.propertyNames().stream()
            .filter(name -> !named.has(name))
            .toList()
            .forEach(name -> all.put(name, false));
      }
    }
    if (!all.isEmpty()) {
      merged.set(PROPERTIES, all);
    }
  }
}

package dev.nightshift.grammar;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Whether the schemas of a {@code oneOf} exclude each other: then one of them is valid exactly when
 * any of them is. Says no where it does not know.
 */
final class ExclusiveSchemas {
  private static final int DEEPEST = 8;

  private final SchemaReferences references;
  private final CompilationWork work = CompilationWork.current();

  ExclusiveSchemas(SchemaReferences references) {
    this.references = references;
  }

  /** Refuses schemas of which two may hold at once. */
  void check(JsonNode branches, String pointer) {
    for (int i = 0; i < branches.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!exclusive(branches.get(j), branches.get(i), 0)) {
          throw SchemaKeywords.unsupported(
              pointer,
              ("may hold twice, for its schemas %d and %d are not seen to exclude each other: use"
                      + " anyOf, or require in each a property with a const of its own")
                  .formatted(j, i));
        }
      }
    }
  }

  /** The values that a schema with const or enum allows. */
  static List<JsonNode> values(JsonNode schema, String pointer) {
    if (schema.has("const")) {
      return List.of(schema.get("const"));
    }
    JsonNode values = schema.path("enum");
    if (!values.isArray() || values.isEmpty()) {
      throw SchemaKeywords.malformed(pointer + "/enum", "must be an array of values");
    }
    return StreamSupport.stream(values.spliterator(), false).toList();
  }

  private boolean exclusive(JsonNode one, JsonNode other, int depth) {
    work.steps(10L + one.size() + other.size());
    JsonNode mine = resolved(one);
    JsonNode theirs = resolved(other);
    if (depth > DEEPEST || !mine.isObject() || !theirs.isObject()) {
      return false;
    }
    if (hasValues(mine) && hasValues(theirs)) {
      work.steps(5L * values(mine, "").size() * values(theirs, "").size());
      return values(mine, "").stream()
          .noneMatch(value -> values(theirs, "").stream().anyMatch(v -> equal(v, value)));
    }
    Set<SchemaType> types = types(mine);
    types.retainAll(types(theirs));
    return types.isEmpty()
        || (types.equals(EnumSet.of(SchemaType.OBJECT)) && exclusiveObjects(mine, theirs, depth));
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode at = schema;
    for (int i = 0; i < DEEPEST && at.has("$ref"); i++) {
      at = references.target(at, "");
    }
    return at;
  }

  private static boolean hasValues(JsonNode schema) {
    return schema.has("const") || schema.has("enum");
  }

  private static boolean equal(JsonNode one, JsonNode other) {
    return (one.isNumber() && other.isNumber())
        ? one.decimalValue().compareTo(other.decimalValue()) == 0
        : one.equals(other);
  }

  /** The types that a schema may allow, a number being an integer too. */
  private static Set<SchemaType> types(JsonNode schema) {
    Set<SchemaType> types = EnumSet.noneOf(SchemaType.class);
    if (hasValues(schema)) {
      values(schema, "").forEach(value -> types.add(SchemaType.of(value)));
    } else if (schema.has("type")) {
      types.addAll(SchemaType.of(schema, ""));
    } else {
      types.addAll(EnumSet.allOf(SchemaType.class));
    }
    if (types.contains(SchemaType.NUMBER)) {
      types.add(SchemaType.INTEGER);
    }
    return types;
  }

  /** One requires a property that the other does not allow, or not with such a value. */
  private boolean exclusiveObjects(JsonNode one, JsonNode other, int depth) {
    return requiresWhatIsNot(one, other, depth) || requiresWhatIsNot(other, one, depth);
  }

  private boolean requiresWhatIsNot(JsonNode one, JsonNode other, int depth) {
    boolean closed =
        other.path("additionalProperties").isBoolean()
            && !other.path("additionalProperties").booleanValue();
    Map<String, JsonNode> there = properties(other);
    Map<String, JsonNode> here = properties(one);
    for (JsonNode name : one.path("required")) {
      String required = name.asString("");
      JsonNode mine = here.get(required);
      JsonNode theirs = there.get(required);
      boolean missing = theirs == null && closed;
      if (missing || (mine != null && theirs != null && exclusive(mine, theirs, depth + 1))) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, JsonNode> properties(JsonNode schema) {
    Map<String, JsonNode> properties = new HashMap<>();
    schema.path("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue()));
    return properties;
  }
}

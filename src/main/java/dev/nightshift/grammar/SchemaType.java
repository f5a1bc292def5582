package dev.nightshift.grammar;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The types of JSON Schema. */
enum SchemaType {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  INTEGER,
  BOOLEAN,
  NULL;

  /** A schema's types; one that names none has that of its keywords. */
  static Set<SchemaType> of(JsonNode schema, String pointer) {
    JsonNode named = schema.path("type");
    if (named.isMissingNode()) {
      return Set.of(implied(schema, pointer));
    }
    Set<SchemaType> types = EnumSet.noneOf(SchemaType.class);
    for (JsonNode name : named.isArray() ? named : List.of(named)) {
      String text = name.isString() ? name.stringValue().toUpperCase(Locale.ROOT) : "";
      types.add(
          EnumSet.allOf(SchemaType.class).stream()
              .filter(type -> type.name().equals(text))
              .findFirst()
              .orElseThrow(
                  () -> SchemaKeywords.malformed(pointer + "/type", "is no type: " + name)));
    }
    if (types.isEmpty()) {
      throw SchemaKeywords.malformed(pointer + "/type", "names no type");
    }
    return types;
  }

  private static SchemaType implied(JsonNode schema, String pointer) {
    if (schema.has("properties")) {
      return OBJECT;
    }
    if (schema.has("items")) {
      return ARRAY;
    }
    if (StringSchema.keywords().stream().anyMatch(schema::has)) {
      return STRING;
    }
    if (NumberSchema.keywords().stream().anyMatch(schema::has)) {
      return NUMBER;
    }
    throw SchemaKeywords.unsupported(pointer, "does not say what it is; give it a type");
  }

  /** The type of a value; whole numbers are integers. */
  static SchemaType of(JsonNode value) {
    if (value.isObject()) {
      return OBJECT;
    }
    if (value.isArray()) {
      return ARRAY;
    }
    if (value.isString()) {
      return STRING;
    }
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().scale() <= 0 ? INTEGER : NUMBER;
    }
    return value.isBoolean() ? BOOLEAN : NULL;
  }

  /** Whether a value is of one of the types. */
  static boolean allow(Set<SchemaType> types, JsonNode value) {
    SchemaType type = of(value);
    return types.contains(type) || (type == INTEGER && types.contains(NUMBER));
  }
}

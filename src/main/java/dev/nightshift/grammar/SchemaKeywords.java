package dev.nightshift.grammar;

import dev.nightshift.grammar.GrammarException.Code;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads keywords of schemas; what is not supported is refused with its place, never ignored. */
final class SchemaKeywords {
  /**
   * Say nothing about what is valid, or only hold schemas that others refer to. So does format
   * (JSON Schema Validation, section 7.2.1), though some are written for texts.
   */
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "$defs",
          "definitions",
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "format",
          "readOnly",
          "writeOnly");

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("not", "say what is allowed, for instance with enum or pattern"),
          Map.entry("if", "use anyOf with a const in each branch"),
          Map.entry("then", "use anyOf with a const in each branch"),
          Map.entry("else", "use anyOf with a const in each branch"),
          Map.entry("dependentRequired", "use anyOf with a branch for each case"),
          Map.entry("dependentSchemas", "use anyOf with a branch for each case"),
          Map.entry("patternProperties", "name the properties"),
          Map.entry("propertyNames", "name the properties"),
          Map.entry("minProperties", "use required"),
          Map.entry("maxProperties", "leave out the properties that are not wanted"),
          Map.entry("unevaluatedProperties", "use additionalProperties: false"),
          Map.entry("unevaluatedItems", "use items and maxItems"),
          Map.entry("prefixItems", "use an object with a property for each place"),
          Map.entry("contains", "use items and minItems"),
          Map.entry("minContains", "use items and minItems"),
          Map.entry("maxContains", "use items and maxItems"),
          Map.entry("uniqueItems", "use an object with a boolean for each value"),
          Map.entry("$anchor", "refer by a pointer such as #/$defs/name"),
          Map.entry("$dynamicRef", "use $ref"),
          Map.entry("$dynamicAnchor", "refer by a pointer such as #/$defs/name"),
          Map.entry("contentEncoding", "use pattern"),
          Map.entry("contentMediaType", "use an object in place of a text that holds one"));

  /** More than any automaton can count. */
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  private SchemaKeywords() {}

  /** Refuses keywords that no schema may have here, with what to use instead. */
  static void refuseUnsupported(JsonNode schema, String pointer) {
    for (String keyword : schema.propertyNames()) {
      boolean off = keyword.equals("uniqueItems") && !schema.get(keyword).asBoolean(true);
      if (INSTEAD.containsKey(keyword) && !off) {
        throw unsupported(
            pointer + "/" + keyword, "is not supported; " + INSTEAD.getOrDefault(keyword, ""));
      }
    }
  }

  /** Refuses all keywords but annotations and those named. */
  static void allow(JsonNode schema, String pointer, Set<String> allowed, String where) {
    for (String keyword : schema.propertyNames()) {
      boolean root = pointer.isEmpty() || !keyword.equals("$id");
      if (!allowed.contains(keyword) && !(ANNOTATIONS.contains(keyword) && root)) {
        throw unsupported(
            pointer + "/" + escaped(keyword), "is not supported " + where + "; leave it out");
      }
    }
  }

  /** Whether a keyword says nothing about what is valid. */
  static boolean isAnnotation(String keyword) {
    return ANNOTATIONS.contains(keyword);
  }

  /** A keyword that is a count. */
  static int count(JsonNode schema, String pointer, String keyword, int otherwise) {
    JsonNode value = schema.get(keyword);
    if (value == null) {
      return otherwise;
    }
    boolean whole = value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
    if (!whole || value.decimalValue().signum() < 0) {
      throw malformed(pointer + "/" + keyword, "must be a whole number, 0 or more");
    }
    return value.decimalValue().min(MOST).intValue();
  }

  /** A keyword that is a text. */
  static String text(JsonNode schema, String pointer, String keyword) {
    JsonNode value = schema.path(keyword);
    if (!value.isString()) {
      throw malformed(pointer + "/" + keyword, "must be a string");
    }
    return value.stringValue();
  }

  /** A part of a JSON pointer (RFC 6901, section 3). */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  static GrammarException malformed(String pointer, String why) {
    return new GrammarException(Code.MALFORMED, "the schema is wrong: " + said(pointer) + why);
  }

  static GrammarException unsupported(String pointer, String why) {
    return new GrammarException(
        Code.UNSUPPORTED, "the schema cannot be kept while generating: " + said(pointer) + why);
  }

  private static String said(String pointer) {
    return (pointer.isEmpty() ? "its root" : pointer) + " ";
  }
}

package dev.nightshift.grammar;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds what {@code $ref} means inside one document. */
final class SchemaReferences {
  /** How often a reference is followed inside itself. */
  static final int DEEPEST = 3;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode root;
  private final Map<String, Integer> open = new HashMap<>();

  SchemaReferences(JsonNode root) {
    this.root = root;
  }

  /** A schema from its text; decimal numbers are read exactly. */
  static JsonNode parse(String schema) {
    try {
      return MAPPER.readTree(schema);
    } catch (JacksonException e) {
      throw new GrammarException(
          GrammarException.Code.MALFORMED, "the schema is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The schema that a reference names. */
  JsonNode target(JsonNode schema, String pointer) {
    String reference = SchemaKeywords.text(schema, pointer, "$ref");
    CompilationWork.current().steps(reference.length());
    if (!reference.equals("#") && !reference.startsWith("#/")) {
      throw SchemaKeywords.unsupported(
          pointer + "/$ref", "is " + reference + "; only #/… can be followed: copy it into $defs");
    }
    String path =
        URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    JsonNode target = root.at(path);
    if (target.isMissingNode()) {
      throw SchemaKeywords.malformed(pointer + "/$ref", "names nothing: " + reference);
    }
    return target;
  }

  /** Compiles what a reference names; nothing if it is followed too often inside itself. */
  Language follow(JsonNode schema, String pointer, BiFunction<JsonNode, String, Language> compile) {
    JsonNode target = target(schema, pointer);
    String reference = SchemaKeywords.text(schema, pointer, "$ref");
    int depth = open.getOrDefault(reference, 0);
    if (depth > DEEPEST) {
      return Language.NOTHING;
    }
    open.put(reference, depth + 1);
    try {
      return compile.apply(target, reference.substring(1));
    } finally {
      open.put(reference, depth);
    }
  }
}

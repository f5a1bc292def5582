package dev.nightshift.grammar;

import dev.nightshift.grammar.GrammarException.Code;
import dev.nightshift.grammar.Language.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Compiles a JSON Schema (2020-12) to a language of texts that are all valid; valid texts that are
 * not in it are those with white space, escapes and digits that nobody needs, and those below.
 *
 * <p>Supported: {@code type} (one or several), {@code enum}, {@code const}, {@code anyOf}, {@code
 * oneOf} whose schemas exclude each other, {@code allOf} that {@link MergedSchemas} makes one,
 * local {@code $ref}; what {@link StringSchema} and {@link NumberSchema} support; {@code items},
 * {@code minItems}, {@code maxItems}; {@code properties} and {@code required}. Properties are
 * written in the schema's order and optional ones may be left out; others are never written, even
 * where {@code additionalProperties} allows them. A {@code $ref} back to where it stands is
 * followed {@value SchemaReferences#DEEPEST} times: deeper values are not written. Annotations are
 * passed over; any other keyword is refused with its place.
 */
final class SchemaCompiler {
  private static final int MOST_SCHEMAS = 20_000;
  private static final int LONGEST = 100_000;

  /** References followed count too; each takes a part of the thread's stack. */
  private static final int DEEPEST = 200;

  private static final Set<String> OBJECT =
      Set.of("properties", "required", "additionalProperties");
  private static final Set<String> ARRAY = Set.of("items", "minItems", "maxItems", "uniqueItems");

  private final SchemaReferences references;
  private final ExclusiveSchemas exclusive;
  private final CompilationWork work = CompilationWork.current();
  private int visited;
  private int depth;

  private SchemaCompiler(JsonNode root) {
    this.references = new SchemaReferences(root);
    this.exclusive = new ExclusiveSchemas(references);
  }

  /** The texts that a schema, given as JSON, allows. */
  static Language compile(String schema) {
    if (schema.length() > LONGEST) {
      throw new GrammarException(
          Code.TOO_LARGE, "the schema is longer than " + LONGEST + " characters");
    }
    JsonNode root = SchemaReferences.parse(schema);
    Language language = new SchemaCompiler(root).schema(root, "");
    if (language.equals(Language.NOTHING)) {
      throw new GrammarException(
          Code.UNSATISFIABLE,
          "no value satisfies the schema; if it refers to itself, let something end it, such as"
              + " null or an empty array");
    }
    return language;
  }

  private Language schema(JsonNode schema, String pointer) {
    work.steps(50L + 10L * schema.size());
    if (++visited > MOST_SCHEMAS || depth == DEEPEST) {
      throw new GrammarException(
          Code.TOO_LARGE, "the schema is too large at " + pointer + ": nest or repeat less");
    }
    depth++;
    Language language = language(schema, pointer);
    depth--;
    return language;
  }

  private Language language(JsonNode schema, String pointer) {
    if (schema.isBoolean() && !schema.booleanValue()) {
      return Language.NOTHING;
    }
    if (schema.isBoolean() || (schema.isObject() && schema.isEmpty())) {
      throw SchemaKeywords.unsupported(pointer, "allows any value; give it a type");
    }
    if (!schema.isObject()) {
      throw SchemaKeywords.malformed(pointer, "must be an object or false");
    }
    if (schema.has("allOf")) {
      return schema(new MergedSchemas(references).merged(schema, pointer), pointer);
    }
    SchemaKeywords.refuseUnsupported(schema, pointer);
    for (String keyword : List.of("$ref", "const", "enum", "anyOf", "oneOf")) {
      if (schema.has(keyword)) {
        boolean values = keyword.equals("const") || keyword.equals("enum");
        Set<String> beside = values ? Set.of(keyword, "type") : Set.of(keyword);
        SchemaKeywords.allow(schema, pointer, beside, "beside " + keyword);
        return values ? values(schema, pointer) : combined(schema, pointer, keyword);
      }
    }
    List<Language> options = new ArrayList<>();
    Set<SchemaType> types = SchemaType.of(schema, pointer);
    Set<String> keywords = new HashSet<>(Set.of("type"));
    types.forEach(type -> keywords.addAll(keywords(type)));
    String where = "for " + types.toString().toLowerCase(Locale.ROOT);
    SchemaKeywords.allow(schema, pointer, keywords, where);
    types.forEach(type -> options.add(typed(schema, pointer, type)));
    return Language.choice(options);
  }

  private Language combined(JsonNode schema, String pointer, String keyword) {
    if (keyword.equals("$ref")) {
      return references.follow(schema, pointer, this::schema);
    }
    JsonNode branches = schema.get(keyword);
    String at = pointer + "/" + keyword;
    if (!branches.isArray() || branches.isEmpty()) {
      throw SchemaKeywords.malformed(at, "must be an array of schemas");
    }
    if (keyword.equals("oneOf")) {
      exclusive.check(branches, at);
    }
    List<Language> options = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      options.add(schema(branches.get(i), at + "/" + i));
    }
    return Language.choice(options);
  }

  private static Language values(JsonNode schema, String pointer) {
    List<JsonNode> values = ExclusiveSchemas.values(schema, pointer);
    if (schema.has("type")) {
      Set<SchemaType> types = SchemaType.of(schema, pointer);
      values = values.stream().filter(value -> SchemaType.allow(types, value)).toList();
    }
    return Language.choice(values.stream().map(JsonText::value).toList());
  }

  private static Set<String> keywords(SchemaType type) {
    return switch (type) {
      case OBJECT -> OBJECT;
      case ARRAY -> ARRAY;
      case STRING -> StringSchema.keywords();
      case NUMBER, INTEGER -> NumberSchema.keywords();
      case BOOLEAN, NULL -> Set.of();
    };
  }

  private Language typed(JsonNode schema, String pointer, SchemaType type) {
    return switch (type) {
      case OBJECT -> object(schema, pointer);
      case ARRAY -> array(schema, pointer);
      case STRING -> StringSchema.language(schema, pointer);
      case NUMBER -> NumberSchema.language(schema, pointer, false);
      case INTEGER -> NumberSchema.language(schema, pointer, true);
      case BOOLEAN -> Language.choice(Language.text("true"), Language.text("false"));
      case NULL -> Language.text("null");
    };
  }

  private Language object(JsonNode schema, String pointer) {
    JsonNode properties = schema.path("properties");
    if (!properties.isObject()) {
      throw SchemaKeywords.unsupported(
          pointer, "is an object without properties: name them, for no others are written");
    }
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isMissingNode() && !additional.isBoolean()) {
      throw SchemaKeywords.unsupported(
          pointer + "/additionalProperties",
          "cannot be a schema: name the properties, or use an array of objects with key and value");
    }
    Set<String> required = required(schema, pointer, properties);
    List<Member> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      String name = property.getKey();
      String at = pointer + "/properties/" + SchemaKeywords.escaped(name);
      Language value = schema(property.getValue(), at);
      members.add(new Member(JsonText.member(name, value), required.contains(name)));
    }
    return JsonText.object(members);
  }

  private static Set<String> required(JsonNode schema, String pointer, JsonNode properties) {
    Set<String> required = new HashSet<>();
    if (schema.has("required") && !schema.get("required").isArray()) {
      throw SchemaKeywords.malformed(pointer + "/required", "must be an array of names");
    }
    for (JsonNode name : schema.path("required")) {
      if (!name.isString() || !properties.has(name.stringValue())) {
        throw SchemaKeywords.unsupported(
            pointer + "/required", "names " + name + ", which is not among the properties");
      }
      required.add(name.stringValue());
    }
    return required;
  }

  private Language array(JsonNode schema, String pointer) {
    JsonNode items = schema.path("items");
    if (items.isMissingNode()) {
      throw SchemaKeywords.unsupported(pointer, "is an array without items: say what they are");
    }
    int least = SchemaKeywords.count(schema, pointer, "minItems", 0);
    int most = SchemaKeywords.count(schema, pointer, "maxItems", Language.UNBOUNDED);
    return JsonText.array(schema(items, pointer + "/items"), least, most);
  }
}

package dev.nightshift.generation;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightshift.asking.AnswerVerifier;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.GrammarException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What structured answers must be: a JSON Schema of 2020-12. Nothing that it refers to is fetched.
 * Thread-safe.
 */
public final class AnswerSchema {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final int MOST_TOLD = 10;
  private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

  private final String json;
  private final JsonNode tree;
  private final Schema schema;
  private final Constraint constraint;

  private AnswerSchema(String json, JsonNode tree, Schema schema) {
    this.json = json;
    this.tree = tree;
    this.schema = schema;
    this.constraint = new Constraint.JsonSchema(json);
  }

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException when it is no JSON Schema, with the places
   */
  public static AnswerSchema of(String json) {
    try {
      JsonNode tree = STRICT.readTree(json);
      List<Violation> wrong =
          violations(REGISTRY.getSchema(com.networknt.schema.SchemaLocation.of(META_SCHEMA)), tree);
      if (!tree.isObject() || !wrong.isEmpty()) {
        throw new IllegalArgumentException("it is no JSON Schema: " + wrong);
      }
      Schema schema = REGISTRY.getSchema(tree);
      schema.initializeValidators();
      return new AnswerSchema(json, tree, schema);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    } catch (SchemaException e) {
      throw new IllegalArgumentException("it cannot be used: " + e.getMessage(), e);
    }
  }

  /** The schema itself. */
  public String json() {
    return json;
  }

  /** What holds a backend to it. */
  public Constraint constraint() {
    return constraint;
  }

  /**
   * Checks that it can be kept by the engine in this process, which not every schema can be.
   *
   * @throws IllegalArgumentException when it cannot, with the place and what to use instead
   */
  public void requireKept() {
    try {
      constraint.check();
    } catch (GrammarException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What is wrong with a text that should be such a value; empty when nothing is. */
  public List<Violation> violations(String text) {
    try {
      return violations(STRICT.readTree(text));
    } catch (JacksonException e) {
      return List.of(new Violation("", "is not JSON: " + e.getOriginalMessage()));
    }
  }

  /** What is wrong with a value; empty when nothing is. */
  public List<Violation> violations(JsonNode value) {
    return violations(schema, value);
  }

  private static List<Violation> violations(Schema schema, JsonNode value) {
    return schema.validate(value).stream()
        .map(error -> new Violation(error.getInstanceLocation().toString(), error.getMessage()))
        .toList();
  }

  /** Judges answers by this, and tells the model what is wrong. */
  public AnswerVerifier verifier() {
    return new AnswerVerifier() {
      @Override
      public List<String> objections(String answer) {
        return violations(answer).stream().map(Violation::toString).toList();
      }

      @Override
      public String request(List<String> objections) {
        return "That is not valid:\n- "
            + String.join("\n- ", objections.subList(0, Math.min(MOST_TOLD, objections.size())))
            + "\nReply with nothing but one JSON value that is valid against this schema:\n"
            + tree;
      }
    };
  }

  /** A text that is valid, as a value. */
  JsonNode read(String text) {
    return STRICT.readTree(text);
  }

  /** A value as the model would write it: properties in the schema's order. */
  String written(JsonNode value) {
    return STRICT.writeValueAsString(ordered(value));
  }

  private JsonNode ordered(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode ordered = STRICT.createObjectNode();
    for (String name : tree.path("properties").propertyNames()) {
      if (object.has(name)) {
        ordered.set(name, object.get(name));
      }
    }
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      ordered.putIfAbsent(property.getKey(), property.getValue());
    }
    return ordered;
  }
}

package dev.nightshift.generation;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import dev.nightshift.asking.AnswerVerifier;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.GrammarException;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What structured answers must be: a JSON Schema of 2020-12. Nothing that it refers to is fetched,
 * and checking a value takes a bounded time whatever the schema is: clients send their own.
 * Thread-safe.
 */
public final class AnswerSchema {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final int MOST_TOLD = 10;
  private static final int LONGEST_TOLD = 300;

  /** Of JSON Schema itself. */
  private static final Schema META_SCHEMA =
      registry().getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

  /** Subschemas that a value may be held against, one inside the other. */
  private static final int DEEPEST = 500;

  /** And altogether: more than any honest schema needs for an answer, a second's work. */
  private static final long MOST_STEPS = 1_000_000;

  private final String json;
  private final JsonNode tree;
  private final Schema schema;
  private final Constraint constraint;

  /** One for each schema, for those with the same $id are not the same to different people. */
  private static SchemaRegistry registry() {
    SchemaRegistryConfig bounded =
        SchemaRegistryConfig.builder()
            .regularExpressionFactory(BoundedPattern::of)
            .executionContextCustomizer(
                (execution, schema) ->
                    execution.executionConfig(
                        limits ->
                            limits.maxEvaluationDepth(DEEPEST).maxEvaluationSteps(MOST_STEPS)))
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(bounded));
  }

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
      List<Violation> wrong = violations(META_SCHEMA, tree);
      if (!tree.isObject() || !wrong.isEmpty()) {
        throw new IllegalArgumentException("it is no JSON Schema: " + begun(wrong.toString()));
      }
      Schema schema = registry().getSchema(tree);
      schema.initializeValidators();
      return new AnswerSchema(json, tree, schema);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    } catch (SchemaException | PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "it cannot be used: " + begun(String.valueOf(e.getMessage())), e);
    }
  }

  /** What quotes a schema may be as long as that. */
  private static String begun(String message) {
    return message.length() > LONGEST_TOLD ? message.substring(0, LONGEST_TOLD) + "…" : message;
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
    try {
      return schema.validate(value).stream()
          .map(error -> new Violation(error.getInstanceLocation().toString(), error.getMessage()))
          .toList();
    } catch (ValidationLimitExceededException e) {
      return List.of(
          new Violation(
              String.valueOf(e.getInstanceLocation()),
              "takes too long to check: the schema refers to itself, or combines too much"));
    } catch (GenerationException e) {
      return List.of(new Violation("", String.valueOf(e.getMessage())));
    }
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

  /** Any text as a value; it says nothing twice. */
  static JsonNode tree(String json) {
    return STRICT.readTree(json);
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

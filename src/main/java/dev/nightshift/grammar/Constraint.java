package dev.nightshift.grammar;

import tools.jackson.databind.JsonNode;

/** What a generated text must be. */
public sealed interface Constraint {
  /**
   * A JSON text that is valid against a schema.
   *
   * @param schema JSON Schema 2020-12, as JSON; which keywords are supported says {@link
   *     SchemaCompiler}
   */
  record JsonSchema(String schema) implements Constraint {
    public JsonSchema {
      JsonNode _ = SchemaReferences.parse(schema);
    }
  }

  /** A JSON object, whatever it holds; no deeper than {@value AnyObject#DEEPEST} levels. */
  record JsonObject() implements Constraint {}

  /**
   * A text that matches as a whole.
   *
   * @param pattern of ECMA-262's syntax, without look-around and back-references
   */
  record RegularExpression(String pattern) implements Constraint {}

  /**
   * Whether it can be kept.
   *
   * @throws GrammarException when it cannot, with the place and what to use instead
   */
  default void check() {
    automaton();
  }

  /** Every text that satisfies it, and no other. */
  private Language language() {
    return switch (this) {
      case JsonSchema(String schema) -> SchemaCompiler.compile(schema);
      case JsonObject() -> AnyObject.language();
      case RegularExpression(String pattern) -> RegexParser.whole(pattern, CharacterEncoding.TEXT);
    };
  }

  /** The automaton that accepts the UTF-8 bytes of what satisfies it. */
  private Dfa automaton() {
    Dfa automaton = CompilationWork.limited(() -> Dfa.of(language()));
    if (automaton.isEmpty()) {
      throw new GrammarException(
          GrammarException.Code.UNSATISFIABLE, "nothing can satisfy the constraint: " + this);
    }
    return automaton;
  }

  /**
   * Compiles it for a vocabulary: milliseconds to a second, so keep the result.
   *
   * @throws GrammarException when it cannot be kept
   */
  default TokenConstraint over(TokenTrie vocabulary) {
    return TokenConstraint.of(automaton(), vocabulary);
  }
}

package dev.nightshift.grammar;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.grammar.GrammarException.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be kept is refused with its place and what to use instead. */
class RefusedSchemaTests {
  /** Double quotes around names and texts are left out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{properties: {a: {allOf: []}}} | MALFORMED | /properties/a/allOf must be an array",
        "{not: {type: null}} | UNSUPPORTED | /not is not supported; say what is allowed",
        "{type: object, patternProperties: {}} | UNSUPPORTED | /patternProperties",
        "{type: array, items: {type: null}, uniqueItems: true} | UNSUPPORTED | /uniqueItems",
        "{type: string, minimum: 1} | UNSUPPORTED | /minimum is not supported for [string]",
        "{type: string, invented: 1} | UNSUPPORTED | /invented is not supported",
        "{type: string, pattern: (?=a)} | UNSUPPORTED | /pattern: the regular expression (?=a)",
        "{type: number, multipleOf: 3} | UNSUPPORTED | /multipleOf can only be 1, 0.1",
        "{$ref: other.json} | UNSUPPORTED | /$ref is other.json; only #/",
        "{$ref: #/$defs/a, $defs: {a: {type: null}}, minimum: 1} | UNSUPPORTED | /minimum",
        "{anyOf: [{type: null}], type: null} | UNSUPPORTED | /type is not supported beside anyOf",
        "{oneOf: [{type: number}, {type: integer}]} | UNSUPPORTED | schemas 0 and 1",
        "{oneOf: [{type: string}, {enum: [5, a]}]} | UNSUPPORTED | schemas 0 and 1",
        "{type: object} | UNSUPPORTED | name them",
        "{type: object, properties: {}, additionalProperties: {type: null}} | UNSUPPORTED | array"
            + " of",
        "{properties: {}, required: [x]} | UNSUPPORTED | /required names",
        "{type: array} | UNSUPPORTED | say what they are",
        "{description: x} | UNSUPPORTED | give it a type",
        "{properties: {a~/: true}} | UNSUPPORTED | /properties/a~0~1 allows any value",
        "{properties: {a: {type: null, $id: x}}} | UNSUPPORTED | /$id",
        "{type: strnig} | MALFORMED | /type is no type",
        "{type: string, minLength: -1} | MALFORMED | /minLength must be a whole number",
        "{type: number, minimum: a} | MALFORMED | /minimum must be a number",
        "{$ref: #/$defs/a} | MALFORMED | /$ref names nothing",
        "{enum: []} | MALFORMED | /enum must be an array",
        "[] | MALFORMED | its root must be an object",
        "{type: | MALFORMED | no JSON",
        "{type: string, enum: [1]} | UNSATISFIABLE | no value satisfies",
        "{type: integer, minimum: 2, maximum: 1} | UNSATISFIABLE | no value satisfies",
        "{type: integer, exclusiveMinimum: 1, exclusiveMaximum: 2} | UNSATISFIABLE | no value",
        "{properties: {a: {$ref: #}}, required: [a]} | UNSATISFIABLE | refers to itself",
        "{$ref: #} | UNSATISFIABLE | refers to itself",
        "{type: array, minItems: 900000, items: {type: null}} | TOO_LARGE | maxItems",
        "{properties: {a: {$ref: #}, b: {$ref: #}, c: {$ref: #}, d: {$ref: #}, e: {$ref: #},"
            + " f: {$ref: #}, g: {$ref: #}, h: {$ref: #}, i: {$ref: #}, j: {$ref: #},"
            + " k: {$ref: #}, l: {$ref: #}, m: {$ref: #}}} | TOO_LARGE | nest or repeat less"
      })
  void a_schema_is_refused(String bare, Code code, String why) {
    assertRefused(bare, code, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{allOf: [{type: string, pattern: a}, {pattern: b}]} | UNSUPPORTED | /allOf/1/pattern"
            + " cannot be merged",
        "{allOf: [{type: string}, {anyOf: [{type: string}]}]} | UNSUPPORTED | /allOf/1/anyOf"
            + " cannot be",
        "{allOf: [{type: string}, {type: null}]} | UNSATISFIABLE | both types",
        "{allOf: [{enum: [a]}, {enum: [b]}]} | UNSATISFIABLE | /allOf/1/enum",
        "{allOf: [{$ref: #}, {type: null}]} | TOO_LARGE | combine fewer",
        "{allOf: [{properties: {a: {type: null}}, required: [a]},"
            + " {properties: {}, additionalProperties: false}]} | UNSATISFIABLE | no value"
      })
  void schemas_that_cannot_be_merged_are_refused(String bare, Code code, String why) {
    assertRefused(bare, code, why);
  }

  private static void assertRefused(String bare, Code code, String why) {
    String quoted =
        bare.replaceAll("([A-Za-z$#~/.(?=)][A-Za-z$#~/.(?=)]*)", "\"$1\"")
            .replaceAll("\"(true|false)\"", "$1");
    assertThatThrownBy(() -> new Constraint.JsonSchema(quoted).check())
        .isInstanceOf(GrammarException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((GrammarException) e).code())
        .isEqualTo(code);
  }
}

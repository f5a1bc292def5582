package dev.nightshift.grammar;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Schemas of strings. Without a pattern, of the control characters only \n, \r and \t are written.
 */
final class StringSchema {
  /** A longer maxLength is taken as this, or as minLength: texts of the rest are all valid too. */
  private static final int LONGEST = 1000;

  private static final CharacterEncoding JSON = CharacterEncoding.JSON_STRING;
  private static final Language ANY = CompilationWork.unlimited(() -> JSON.of(CharacterSet.ALL));
  private static final Language ORDINARY =
      CompilationWork.unlimited(
          () ->
              JSON.of(
                  CharacterSet.ALL
                      .without(CharacterSet.range(0, 0x1F))
                      .or(CharacterSet.of("\n\r\t"))
                      .without(CharacterSet.range(0x7F, 0x9F))));

  private static final String DAY =
      "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
          + "|02-(0[1-9]|1[0-9]|2[0-8]))"
          + "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";
  private static final String TIME =
      "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?"
          + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String LABEL = "[A-Za-z]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?";

  /** Some domains that validators know; they know no made-up ones. */
  private static final String TOP_LEVEL =
      "(com|org|net|edu|gov|info|io|dev|eu|at|au|br|ca|ch|cn|de|es|fr|in|it|jp|nl|uk|us)";

  private static final String HOST = "(" + LABEL + "\\.){1,3}" + TOP_LEVEL;

  /**
   * Each a part of what the format allows (RFC 3339, 5321, 4122, 2673, 1123, 3986). Others are
   * annotations.
   */
  private static final Map<String, String> FORMATS =
      Map.of(
          "date",
          DAY,
          "time",
          TIME,
          "date-time",
          DAY + "T" + TIME,
          "email",
          "[A-Za-z0-9]+([._+-][A-Za-z0-9]+){0,4}@" + HOST,
          "hostname",
          HOST,
          "uri",
          "https?://" + HOST + "(/[A-Za-z0-9._~-]{1,30}){0,6}",
          "uuid",
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
          "ipv4",
          BYTE + "(\\." + BYTE + "){3}");

  private StringSchema() {}

  static Language language(JsonNode schema, String pointer) {
    Language form = null;
    if (schema.has("format")) {
      String pattern = FORMATS.get(SchemaKeywords.text(schema, pointer, "format"));
      form = pattern == null ? null : RegexParser.whole(pattern, JSON);
    }
    if (schema.has("pattern")) {
      form = both(form, pattern(schema, pointer));
    }
    int least = SchemaKeywords.count(schema, pointer, "minLength", 0);
    int longest = Math.max(least, LONGEST);
    int most = SchemaKeywords.count(schema, pointer, "maxLength", Language.UNBOUNDED);
    most = most == Language.UNBOUNDED ? most : Math.min(most, longest);
    if (form == null) {
      form = Language.repeat(ORDINARY, least, most);
    } else if (least > 0 || most < Language.UNBOUNDED) {
      form = both(form, Language.repeat(ANY, least, most));
    }
    return Language.sequence(Language.text("\""), form, Language.text("\""));
  }

  private static Language pattern(JsonNode schema, String pointer) {
    String pattern = SchemaKeywords.text(schema, pointer, "pattern");
    try {
      return RegexParser.within(pattern, JSON);
    } catch (GrammarException e) {
      throw new GrammarException(e.code(), pointer + "/pattern: " + e.getMessage(), e);
    }
  }

  private static Language both(@Nullable Language one, Language other) {
    return one == null ? other : Language.both(one, other);
  }

  /** The keywords that say something about strings. */
  static Set<String> keywords() {
    return Set.of("format", "pattern", "minLength", "maxLength");
  }
}

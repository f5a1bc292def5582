package dev.nightshift.grammar;

import dev.nightshift.grammar.Language.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How JSON is written: without line breaks, and with one space or none behind colons and commas, so
 * that nobody can write white space for ever.
 */
final class JsonText {
  static final Language COMMA = sign(",");
  private static final Language COLON = sign(":");

  private JsonText() {}

  private static Language sign(String sign) {
    return Language.sequence(Language.text(sign), Language.optional(Language.text(" ")));
  }

  /** A string's one text. */
  static Language string(String value) {
    Language quote = Language.text("\"");
    return Language.sequence(quote, CharacterEncoding.JSON_STRING.of(value), quote);
  }

  static Language member(String name, Language value) {
    return member(string(name), value);
  }

  /** A member whose name is any of some strings. */
  static Language member(Language name, Language value) {
    return Language.sequence(name, COLON, value);
  }

  static Language object(List<Member> members) {
    return Language.sequence(
        Language.text("{"), Language.members(members, COMMA), Language.text("}"));
  }

  static Language array(Language item, int least, int most) {
    if (least > most) {
      return Language.NOTHING;
    }
    Language further = Language.sequence(COMMA, item);
    int mostFurther = most == Language.UNBOUNDED ? most : Math.max(0, most - 1);
    Language some =
        Language.sequence(item, Language.repeat(further, Math.max(0, least - 1), mostFurther));
    Language items = most == 0 ? Language.EMPTY : least > 0 ? some : Language.optional(some);
    return Language.sequence(Language.text("["), items, Language.text("]"));
  }

  /** The texts of one value. */
  static Language value(JsonNode value) {
    if (value.isObject()) {
      List<Member> members = new ArrayList<>();
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        members.add(new Member(member(property.getKey(), value(property.getValue())), true));
      }
      return object(members);
    }
    if (value.isArray()) {
      List<Language> parts = new ArrayList<>();
      for (JsonNode item : value) {
        parts.add(parts.isEmpty() ? Language.EMPTY : COMMA);
        parts.add(value(item));
      }
      return Language.sequence(Language.text("["), Language.sequence(parts), Language.text("]"));
    }
    return value.isString() ? string(value.stringValue()) : Language.text(value.toString());
  }
}

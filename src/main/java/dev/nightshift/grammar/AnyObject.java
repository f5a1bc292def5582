package dev.nightshift.grammar;

import dev.nightshift.grammar.Language.Member;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects of whatever content, in which objects and arrays stand up to a depth. */
final class AnyObject {
  /** Levels of objects and arrays, the outermost one counted. */
  static final int DEEPEST = 4;

  private AnyObject() {}

  static Language language() {
    Language string = StringSchema.language(JsonMapper.shared().createObjectNode(), "");
    Language number = NumberSchema.language(JsonMapper.shared().createObjectNode(), "", false);
    Language scalar =
        Language.choice(
            string, number, Language.text("true"), Language.text("false"), Language.text("null"));
    Language value = Language.minimal(scalar);
    Language object = JsonText.object(List.of());
    for (int depth = 1; depth <= DEEPEST; depth++) {
      object = object(string, value);
      Language array = JsonText.array(value, 0, Language.UNBOUNDED);
      value = Language.minimal(Language.choice(scalar, array, object));
    }
    return object;
  }

  private static Language object(Language name, Language value) {
    Language member = JsonText.member(name, value);
    Language further = Language.sequence(JsonText.COMMA, member);
    Language members = Language.sequence(member, Language.repeat(further, 0, Language.UNBOUNDED));
    return JsonText.object(List.of(new Member(members, false)));
  }
}

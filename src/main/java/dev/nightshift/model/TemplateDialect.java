package dev.nightshift.model;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.regex.Pattern;

/**
 * Chat templates are written for Python's Jinja and call Python's string methods; this puts the
 * usual ones into what our Jinja library knows. What is not covered fails when the template is
 * rendered, and is refused there.
 */
final class TemplateDialect {
  private static final Pattern STRIP = Pattern.compile("\\.(lstrip|rstrip)\\(");

  private TemplateDialect() {}

  static String translate(String template) {
    String translated =
        template
            .replace(".startswith(", ".startsWith(")
            .replace(".endswith(", ".endsWith(")
            .replace(".upper()", ".toUpperCase()")
            .replace(".lower()", ".toLowerCase()")
            .replace("[::-1]", "|reverse");
    return STRIP.matcher(translated).replaceAll("|$1(");
  }

  /**
   * Python's {@code lstrip} and {@code rstrip}: takes away any of some characters, white space by
   * default.
   */
  record Strip(String name, boolean left) implements Filter {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      String text = String.valueOf(value);
      String characters = arguments.length > 0 ? arguments[0] : " \t\n\r\f\u000B";
      int from = 0;
      int to = text.length();
      while (left && from < to && characters.indexOf(text.charAt(from)) >= 0) {
        from++;
      }
      while (!left && to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
        to--;
      }
      return text.substring(from, to);
    }
  }
}

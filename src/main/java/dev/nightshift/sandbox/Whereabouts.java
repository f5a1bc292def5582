package dev.nightshift.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a program was shortly before its time was over, which Python's faulthandler prints to
 * standard error.
 *
 * @param errors what else was printed there
 * @param line the program's innermost line, 0 when nothing was printed
 */
record Whereabouts(String errors, int line) {
  private static final Pattern PRINTED =
      Pattern.compile(
          "Timeout \\([0-9:.]+\\)!\\n(?:(?:Thread 0x|  File \"|  \\.\\.\\.).*\\n?|\\n)*");
  private static final Pattern LINE =
      Pattern.compile("  File \"program\\.py\", line ([0-9]{1,7}) ");

  /** Takes it out of what was printed. */
  static Whereabouts in(String errors) {
    Matcher printed = PRINTED.matcher(errors);
    if (!printed.find()) {
      return new Whereabouts(errors, 0);
    }
    Matcher line = LINE.matcher(printed.group());
    return new Whereabouts(
        errors.substring(0, printed.start()) + errors.substring(printed.end()),
        line.find() ? Integer.parseInt(line.group(1)) : 0);
  }
}

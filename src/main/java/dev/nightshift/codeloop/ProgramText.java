package dev.nightshift.codeloop;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the program in what a model wrote. */
final class ProgramText {
  private static final Pattern FENCED =
      Pattern.compile("```[ \\t]*(?:python3?|py)?[ \\t]*\\R(.*?)(?:```|\\z)", Pattern.DOTALL);

  private static final Pattern LOOKS_LIKE_PYTHON =
      Pattern.compile("(?m)^(?:def |import |from |class |print\\(|for |while |if )");

  private ProgramText() {}

  /** The longest fenced block, or all of it if that looks like a program; empty for none. */
  static String of(String reply) {
    String longest = "";
    Matcher fenced = FENCED.matcher(reply);
    while (fenced.find()) {
      String block = fenced.group(1).stripTrailing();
      if (block.strip().length() > longest.strip().length()) {
        longest = block;
      }
    }
    if (longest.isBlank() && LOOKS_LIKE_PYTHON.matcher(reply).find()) {
      longest = reply.stripTrailing();
    }
    return longest.isBlank() ? "" : longest + "\n";
  }
}

package dev.nightshift.codeloop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the program in what a model wrote. */
final class ProgramText {
  private static final String FENCE = "```";
  private static final Pattern PYTHON = Pattern.compile("(?:python|py)?[0-9.]*");

  private static final Pattern LOOKS_LIKE_PYTHON =
      Pattern.compile("(?m)^(?:def |import |from |class |print\\(|for |while |if )");

  private ProgramText() {}

  private record Block(boolean python, String text) {}

  /** The longest fenced block, one of Python first, or all of it if that looks like a program. */
  static String of(String reply) {
    String program =
        blocks(reply).stream()
            .filter(block -> !block.text().isBlank())
            .max(
                Comparator.comparing(Block::python)
                    .thenComparing(block -> block.text().strip().length()))
            .map(Block::text)
            .orElse("");
    if (program.isEmpty() && !reply.contains(FENCE) && LOOKS_LIKE_PYTHON.matcher(reply).find()) {
      program = reply;
    }
    return program.isBlank() ? "" : program.stripTrailing() + "\n";
  }

  /** Fences open and close in turn; a last one that is open ends with the reply. */
  private static List<Block> blocks(String reply) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String language = null;
    for (String line : reply.lines().toList()) {
      boolean fence = line.strip().startsWith(FENCE);
      if (fence && language != null) {
        blocks.add(block(language, lines));
        lines.clear();
        language = null;
      } else if (fence) {
        language = line.strip().substring(FENCE.length()).strip().toLowerCase(Locale.ROOT);
      } else if (language != null) {
        lines.add(line);
      }
    }
    if (language != null) {
      blocks.add(block(language, lines));
    }
    return blocks;
  }

  /** Without the indentation that the block has in a list. */
  private static Block block(String language, List<String> lines) {
    return new Block(PYTHON.matcher(language).matches(), String.join("\n", lines).stripIndent());
  }
}

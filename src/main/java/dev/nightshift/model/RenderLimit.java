package dev.nightshift.model;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.tree.Node;
import java.time.Duration;

/**
 * What a template may take to render one conversation: a file can carry any program. Asked at every
 * node that is rendered, so a loop ends soon after its limit. What one expression does between two
 * nodes is bounded by the sizes of strings and lists alone, and in the worst case (lists of lists
 * of lists, printed) by the memory there is, which is refused as well. For one rendering.
 */
final class RenderLimit {
  /** The longest text a template, and a string in it, may make. */
  static final int LONGEST_TEXT = 16 << 20;

  /** The most elements of a list or mapping. */
  static final int LONGEST_LIST = 100_000;

  /** No template can write this name. */
  static final String KEY = " limit";

  private static final int MOST_STEPS = 500_000;
  private static final Duration MOST_TIME = Duration.ofSeconds(10);
  private static final int LONGEST_TEMPLATE = 256 << 10;
  private static final int DEEPEST = 500;

  private final int most;
  private final Duration time;
  private final long begin = System.nanoTime();
  private int steps;

  RenderLimit(int most, Duration time) {
    this.most = most;
    this.time = time;
  }

  /** Far more than any conversation needs. */
  static RenderLimit usual() {
    return new RenderLimit(MOST_STEPS, MOST_TIME);
  }

  /** Counts a step of the rendering that is going on. */
  static void step(Node node, JinjavaInterpreter interpreter) {
    if (!(interpreter.getContext().get(KEY) instanceof RenderLimit limit)) {
      throw new InterpretException("its rendering has no limit", node.getLineNumber());
    }
    limit.step(node.getLineNumber());
  }

  private void step(int line) {
    if (++steps > most) {
      throw new InterpretException("it takes more than " + most + " steps", line);
    }
    if (System.nanoTime() - begin >= time.toNanos()) {
      throw new InterpretException("it takes longer than " + time.toSeconds() + " s", line);
    }
  }

  /**
   * What makes a template too large to be read at all; empty when nothing does. Brackets within
   * brackets take the reader's stack and the square of their number in time.
   */
  static String objection(String template) {
    if (template.length() > LONGEST_TEMPLATE) {
      return "it has %d characters, more than %d".formatted(template.length(), LONGEST_TEMPLATE);
    }
    int depth = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth = Math.max(0, depth - 1);
      }
      if (depth > DEEPEST) {
        return "it nests more than " + DEEPEST + " brackets";
      }
    }
    return "";
  }
}

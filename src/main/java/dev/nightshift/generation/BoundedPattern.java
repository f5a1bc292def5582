package dev.nightshift.generation;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema, searched for in a limited number of steps: some expressions
 * would take Java's engine years for a short text.
 */
final class BoundedPattern implements RegularExpression {
  /** Characters looked at; a tenth of a second. */
  private static final int MOST_LOOKS = 10_000_000;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads an expression of ECMA-262's syntax as far as Java's differs.
   *
   * @throws PatternSyntaxException when it is none
   */
  static RegularExpression of(String expression) {
    String translated =
        RegularExpressions.replaceLongformCharacterProperties(
            RegularExpressions.replaceDollarAnchors(expression));
    try {
      return new BoundedPattern(Pattern.compile(translated));
    } catch (StackOverflowError e) {
      throw new PatternSyntaxException("it is nested too deeply", "(…", -1);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws GenerationException REQUEST when there is no saying
   */
  @Override
  public boolean matches(String value) {
    try {
      return pattern.matcher(new Looked(value)).find();
    } catch (StackOverflowError e) {
      throw tooLong();
    }
  }

  /** There is no saying whether a text matches. */
  private GenerationException tooLong() {
    return new GenerationException(
        GenerationException.Code.REQUEST,
        "cannot be held against the pattern " + pattern + ", which takes too long");
  }

  /** A text that counts how often it is looked at. */
  private final class Looked implements CharSequence {
    private final String text;
    private int looks;

    Looked(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw tooLong();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

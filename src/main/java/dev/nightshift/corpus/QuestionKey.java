package dev.nightshift.corpus;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What makes two questions the same question: equal words, whatever the case, spacing, Unicode form
 * or final punctuation. Inner punctuation counts ({@code a+b} is not {@code a-b}).
 */
public final class QuestionKey {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern END = Pattern.compile("[\\s?!.:]+$");

  private QuestionKey() {}

  /**
   * The key of a question that is answered in a form: an object is no other words for a sentence,
   * nor for an object of another schema.
   *
   * @param profile id of the configured model whose schema the answer follows; empty for free text
   */
  public static String of(String question, String profile) {
    return profile.isEmpty() ? of(question) : profile + "\n" + of(question);
  }

  /** The key of a question. */
  public static String of(String question) {
    String text = Normalizer.normalize(question, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String spaced = SPACE.matcher(text).replaceAll(" ").strip();
    String ended = END.matcher(spaced).replaceAll("");
    return ended.isEmpty() ? spaced : ended;
  }
}

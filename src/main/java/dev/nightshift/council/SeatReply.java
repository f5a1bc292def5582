package dev.nightshift.council;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A seat's reply, {@code REASONING: … ANSWER: …}, read tolerantly: any case at the start of a line,
 * capitals anywhere, Markdown around the labels, the two in either order, reasoning left out. What
 * has no answer is no reply.
 *
 * @param reasoning why; may be empty
 * @param answer the answer, not blank
 */
public record SeatReply(String reasoning, String answer) {
  private static final int LONGEST = 8000;

  private static final Pattern LABEL =
      Pattern.compile(
          "(?m)(?:^[ \\t>*#_-]*(?i:(?:final |correct |right |better )?"
              + "(reasoning|answer)[ \\t]*[*_]*[ \\t]*:)"
              + "|(?<![\\p{L}\\p{N}])(REASONING|ANSWER)[*_]*[ \\t]*:)[*_ \\t]*");

  /** Reasoning models think aloud before they reply. */
  private static final Pattern THOUGHTS = Pattern.compile("(?s)^\\s*<think>.*?</think>");

  /** What a small model copies from the instruction instead of answering. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)[.…\\s_*\"'-]*|[<\\[{(][^<>\\[\\]{}()]*[>\\]})]"
              + "|the (?:right |correct )?answer(?: and nothing else)?[.\\s]*");

  /** The reply in a model's text; empty when it is malformed. */
  public static Optional<SeatReply> parse(String reply) {
    String text = THOUGHTS.matcher(reply).replaceFirst("");
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String reasoning = "";
    Matcher matcher = LABEL.matcher(text);
    boolean found = matcher.find();
    while (found) {
      boolean isAnswer = isAnswer(matcher);
      int start = matcher.end();
      found = matcher.find();
      String content = text.substring(start, found ? matcher.start() : text.length());
      if (isAnswer) {
        return answered(reasoning, content, found && !isAnswer(matcher) ? text : "", matcher);
      }
      reasoning = clean(content);
    }
    return Optional.empty();
  }

  /** The first answer counts; reasoning that follows an answer is its own when none came before. */
  private static Optional<SeatReply> answered(
      String reasoning, String content, String textAfter, Matcher next) {
    String answer = clean(content);
    if (PLACEHOLDER.matcher(answer).matches()) {
      return Optional.empty();
    }
    if (!reasoning.isEmpty() || textAfter.isEmpty()) {
      return Optional.of(new SeatReply(reasoning, answer));
    }
    int start = next.end();
    int end = next.find() ? next.start() : textAfter.length();
    return Optional.of(new SeatReply(clean(textAfter.substring(start, end)), answer));
  }

  private static boolean isAnswer(Matcher matcher) {
    String label = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return "answer".equalsIgnoreCase(label);
  }

  private static String clean(String text) {
    return text.strip().replaceAll("^\\*+\\s*|\\s*\\*+$", "").strip();
  }
}

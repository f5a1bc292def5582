package dev.nightshift.generation;

import dev.nightshift.exchange.Feedback;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a rating says of an answer.
 *
 * <ul>
 *   <li>Words: {@code up}, {@code thumbs_up}, {@code good}, 👍, {@code +1}, true and the like are
 *       UP; {@code down}, {@code thumbs_down}, {@code bad}, 👎, {@code -1}, false and the like
 *       DOWN.
 *   <li>A whole number 1 to 5 is stars: 4 and 5 are UP, 1 and 2 DOWN. 0 and -1 are DOWN.
 *   <li>{@code n/m}, and a number between 0 and 1: a share of 0.7 and more is UP, of 0.4 and less
 *       DOWN.
 *   <li>What lies between says neither; it is kept as a comment.
 * </ul>
 */
final class Rating {
  private static final Set<String> UP =
      Set.of(
          "up",
          "thumbs up",
          "thumbsup",
          "thumb up",
          "👍",
          "+1",
          "good",
          "like",
          "positive",
          "right",
          "correct",
          "yes",
          "true");
  private static final Set<String> DOWN =
      Set.of(
          "down",
          "thumbs down",
          "thumbsdown",
          "thumb down",
          "👎",
          "-1",
          "bad",
          "dislike",
          "negative",
          "wrong",
          "incorrect",
          "no",
          "false");
  private static final Pattern SHARE =
      Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,4})?)\\s*/\\s*([1-9][0-9]{0,3})");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,4}(\\.[0-9]{1,6})?");
  private static final BigDecimal GOOD = new BigDecimal("0.7");
  private static final BigDecimal BAD = new BigDecimal("0.4");
  private static final BigDecimal MOST_STARS = BigDecimal.valueOf(5);

  private Rating() {}

  /**
   * UP, DOWN, or COMMENT for a rating that says neither; empty for what is no rating.
   *
   * @param content a number, a boolean or a text
   */
  static Optional<Feedback.Kind> of(JsonNode content) {
    if (!content.isNumber() && !content.isBoolean() && !content.isString()) {
      return Optional.empty();
    }
    String text = content.asString().strip().toLowerCase(Locale.ROOT);
    String words = text.replaceAll("[_-](?=[a-z])", " ");
    if (UP.contains(words)) {
      return Optional.of(Feedback.Kind.UP);
    }
    if (DOWN.contains(words)) {
      return Optional.of(Feedback.Kind.DOWN);
    }
    Matcher share = SHARE.matcher(text);
    if (share.matches()) {
      BigDecimal most = new BigDecimal(share.group(2));
      BigDecimal given = new BigDecimal(share.group(1));
      return given.compareTo(most) > 0
          ? Optional.empty()
          : Optional.of(ofShare(given.divide(most, MathContext.DECIMAL32)));
    }
    return NUMBER.matcher(text).matches() ? ofNumber(new BigDecimal(text)) : Optional.empty();
  }

  private static Optional<Feedback.Kind> ofNumber(BigDecimal number) {
    if (number.compareTo(BigDecimal.ONE.negate()) < 0 || number.compareTo(MOST_STARS) > 0) {
      return Optional.empty();
    }
    if (number.compareTo(BigDecimal.ONE) < 0) {
      return Optional.of(ofShare(number));
    }
    if (number.compareTo(BigDecimal.valueOf(4)) >= 0) {
      return Optional.of(Feedback.Kind.UP);
    }
    return Optional.of(
        number.compareTo(BigDecimal.TWO) <= 0 ? Feedback.Kind.DOWN : Feedback.Kind.COMMENT);
  }

  private static Feedback.Kind ofShare(BigDecimal share) {
    if (share.compareTo(GOOD) >= 0) {
      return Feedback.Kind.UP;
    }
    return share.compareTo(BAD) <= 0 ? Feedback.Kind.DOWN : Feedback.Kind.COMMENT;
  }
}

package dev.nightshift.corpus;

import java.util.List;
import java.util.regex.MatchResult;

/**
 * Replaces obvious secrets and personal data by {@code [REDACTED:kind]}: keys and tokens by their
 * known shapes or by the word before them, e-mail addresses, card numbers (issuer, length and check
 * digit must fit), phone numbers (international, North American with separators, or after a word
 * such as "phone"). Thread-safe.
 *
 * <p>What it does not find: names, addresses, secrets of no known shape, numbers written as words.
 */
public final class Redactor {
  /** The text without secrets; redacting twice changes nothing more. */
  public Redacted redact(String text) {
    String rest = text;
    int count = 0;
    for (SecretShape shape : SecretShape.ALL) {
      StringBuilder out = new StringBuilder();
      int end = 0;
      for (MatchResult match : matches(shape, rest)) {
        out.append(rest, end, match.start(shape.group())).append("[REDACTED:").append(shape.kind());
        out.append(']');
        end = match.end(shape.group());
        count++;
      }
      rest = end == 0 ? rest : out.append(rest, end, rest.length()).toString();
    }
    return new Redacted(rest, count);
  }

  private static List<MatchResult> matches(SecretShape shape, String text) {
    return shape
        .pattern()
        .matcher(text)
        .results()
        .filter(match -> match.group(shape.group()) != null)
        .filter(match -> shape.isSecret().test(match.group(shape.group())))
        .toList();
  }
}

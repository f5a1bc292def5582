package dev.nightshift.corpus;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What one kind of secret looks like.
 *
 * @param kind its name in the replacement
 * @param pattern its shape
 * @param group the part of the match that is secret, 0 for all
 * @param isSecret says of that part whether it really is one
 */
record SecretShape(String kind, Pattern pattern, int group, Predicate<String> isSecret) {
  /** All shapes, those that hold others first. */
  static final List<SecretShape> ALL =
      List.of(
          whole(
              "private-key",
              Pattern.compile(
                  "-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?"
                      + "(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\\z)",
                  DOTALL)),
          whole("webhook", exactly("https://hooks\\.slack\\.com/services/[\\w/+-]+")),
          whole(
              "webhook",
              exactly("https://(?:\\w+\\.)?discord(?:app)?\\.com/api/webhooks/[\\w/-]+")),
          whole("aws-key", exactly("\\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}\\b")),
          new SecretShape(
              "aws-key",
              loosely(
                  "\\baws.{0,20}(?:secret|key).{0,20}?[:=]\\s*[\"']?([A-Za-z0-9/+]{40})(?![\\w/+])"),
              1,
              SecretShape::any),
          whole("github-token", exactly("\\b(?:gh[pousr]_\\w{20,}|github_pat_\\w{20,})")),
          whole("slack-token", exactly("\\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}")),
          whole("jwt", exactly("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}")),
          new SecretShape(
              "api-key",
              exactly("(?<![\\w-])(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}"),
              0,
              SecretShape::hasDigits),
          whole(
              "api-key",
              exactly(
                  "\\b(?:AIza[\\w-]{35}|glpat-[\\w-]{20,}|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36}"
                      + "|SG\\.[\\w-]{16,}\\.[\\w-]{16,})")),
          new SecretShape(
              "bearer-token",
              loosely("\\b(?:bearer|basic)\\s+([\\w.~+/-]{16,}=*)"),
              1,
              SecretShape::isMixed),
          new SecretShape(
              "password", exactly("://[^\\s/:@]+:([^\\s/@]{3,})@"), 1, SecretShape::any),
          new SecretShape(
              "secret",
              loosely(
                  "\\b(?:api[ _-]?key|access[ _-]?key|secret(?:[ _-]?key)?|auth[ _-]?token|token"
                      + "|password|passwd|pwd)\\b[\"']?\\s*(?:[:=]|\\bis\\b)\\s*[\"'`]?([^\\s\"'`\\[]{8,})"),
              1,
              SecretShape::isMixed),
          whole(
              "email",
              exactly(
                  "(?<![\\w.%+-])(?!git@)[\\p{L}\\p{N}._%+-]+@(?:[\\p{L}\\p{N}-]+\\.)+\\p{L}{2,}\\b")),
          new SecretShape(
              "card",
              exactly("(?<![\\w.,-])\\d{4}([ -])\\d{4}\\1\\d{4}\\1\\d{4}(?!\\d)"),
              0,
              CardNumber::isValid),
          new SecretShape(
              "card",
              exactly("(?<![\\w.,-])3\\d{3}([ -])\\d{6}\\1\\d{4,5}(?!\\d)"),
              0,
              CardNumber::isValid),
          new SecretShape(
              "card", exactly("(?<![\\w.,-])\\d{13,19}(?![\\w-])"), 0, CardNumber::isValid),
          new SecretShape(
              "phone",
              exactly("(?<![\\w+])\\+[1-9]\\d{0,2}(?:[ .-]?\\(?\\d{1,5}\\)?){1,6}(?!\\d)"),
              0,
              PhoneNumber::isInternational),
          whole(
              "phone",
              exactly(
                  "(?<![\\w.(/-])(?:1[ .-])?(?:\\([2-9]\\d{2}\\) ?[2-9]\\d{2}[ .-]"
                      + "|[2-9]\\d{2}([.-])[2-9]\\d{2}\\1)\\d{4}(?![\\w]|[.-]\\d)")),
          new SecretShape(
              "phone",
              loosely(
                  "\\b(?:(?:tele)?phone|tel|mobile|cell(?:phone)?|fax|whatsapp)\\b\\.?"
                      + "(?:\\s*(?:number|no\\.?|nr\\.?|is|at|on|us|:|=))*\\s*"
                      + "(\\(?\\d[\\d ().-]{5,18}\\d)(?!\\d)"),
              1,
              PhoneNumber::isNational),
          new SecretShape(
              "phone",
              loosely(
                  "\\b(?:call|dial|text)\\s+(?:(?:us|me|him|her|them|at|on)\\s+)*"
                      + "(\\(?\\d[\\d ().-]{5,18}\\d)(?!\\d)"),
              1,
              text -> PhoneNumber.isNational(text) && text.matches("0.*|.*\\d[ .()-].*")));

  private static SecretShape whole(String kind, Pattern pattern) {
    return new SecretShape(kind, pattern, 0, SecretShape::any);
  }

  private static Pattern exactly(String regex) {
    return Pattern.compile(regex);
  }

  private static Pattern loosely(String regex) {
    return Pattern.compile(regex, CASE_INSENSITIVE);
  }

  private static boolean any(String text) {
    return true;
  }

  private static boolean isMixed(String text) {
    return text.chars().anyMatch(Character::isDigit) && text.chars().anyMatch(Character::isLetter);
  }

  /** Names such as sk-learn-style-pipelines are no keys. */
  private static boolean hasDigits(String text) {
    return text.chars().filter(Character::isDigit).count() >= 2;
  }
}

package dev.nightshift.governance;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a text has no number that another has not, in digits or in words. */
final class NumberCheck {
  private static final Pattern DIGITS = Pattern.compile("\\d+(?:[.,]\\d+)*");
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("zero", "0"),
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("eleven", "11"),
          Map.entry("twelve", "12"));

  /** Amounts that stand in no fact; "one" alone is also a pronoun. */
  private static final Set<String> AMOUNTS =
      Set.of(
          ("thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty"
                  + " sixty seventy eighty ninety hundred thousand million half third quarter fifth"
                  + " dozen twice thrice double triple doubled tripled halved")
              .split(" "));

  private NumberCheck() {}

  static boolean holds(String text, String allowedText) {
    Set<String> allowed = digits(allowedText);
    Set<String> said = new HashSet<>();
    WORD.matcher(allowedText.toLowerCase(Locale.ROOT))
        .results()
        .forEach(one -> said.add(one.group()));
    if (!allowed.containsAll(digits(text))) {
      return false;
    }
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      String number = NUMBERS.get(words.group());
      boolean own =
          AMOUNTS.contains(words.group()) || (number != null && !allowed.contains(number));
      if (own && !said.contains(words.group())) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> digits(String text) {
    Set<String> numbers = new HashSet<>();
    Matcher digits = DIGITS.matcher(text);
    while (digits.find()) {
      numbers.add(digits.group());
    }
    return numbers;
  }
}

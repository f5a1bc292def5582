package dev.nightshift.versions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands in the last paragraph of a commit message, as {@code git interpret-trailers} reads
 * it: {@code Key: value}, further lines of a value indented.
 *
 * @param values by their keys, in their order
 */
record Trailers(Map<String, String> values) {
  private static final int LONGEST = 4_000;
  private static final Pattern LINE = Pattern.compile("([A-Za-z][A-Za-z0-9-]*): ?(.*)");

  /** Control characters, and those that turn around what is read. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\x{2028}\\x{2029}]");

  Trailers {
    values = new LinkedHashMap<>(values);
  }

  Trailers() {
    this(Map.of());
  }

  /** The same with one more; one that says nothing is left out. */
  Trailers with(String key, Object value) {
    String text = cleaned(value.toString());
    if (text.isEmpty()) {
      return this;
    }
    Trailers more = new Trailers(values);
    more.values.put(key, text);
    return more;
  }

  private static String cleaned(String text) {
    String most = text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
    return most.lines()
        .map(line -> UNSEEN.matcher(line).replaceAll(" ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** A whole message. */
  String message(String subject) {
    String told = cleaned(subject).replace('\n', ' ');
    return told + "\n\n" + text();
  }

  private String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().replace("\n", "\n ") + "\n")
        .collect(Collectors.joining());
  }

  /** Reads those of a message; lines of another form are left out. */
  static Trailers of(String message) {
    String block = message.strip();
    int begin = block.lastIndexOf("\n\n");
    Map<String, String> values = new LinkedHashMap<>();
    String key = "";
    for (String line : block.substring(begin < 0 ? block.length() : begin + 2).split("\n", -1)) {
      Matcher found = LINE.matcher(line);
      if (line.startsWith(" ") && !key.isEmpty()) {
        values.merge(key, line.substring(1), (first, more) -> first + "\n" + more);
      } else if (found.matches()) {
        key = found.group(1);
        values.put(key, found.group(2));
      }
    }
    return new Trailers(values);
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  String text(String key) {
    return values.getOrDefault(key, "");
  }

  /** A number, 0 when there is none. */
  int number(String key) {
    String text = text(key);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }
}

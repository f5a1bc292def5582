package dev.nightshift.governance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The facts of an answer, its sentences, and the files they come from. */
final class FactSheet {
  private final List<Fact> facts = new ArrayList<>();
  private final Set<String> citations = new LinkedHashSet<>();
  private final List<String> sentences = new ArrayList<>();

  /** Keeps a fact, and gives its value for a sentence. */
  String fact(String name, Object value) {
    String text = String.valueOf(value);
    facts.add(new Fact(name, text));
    return text;
  }

  /** Keeps a share: "7 of 9 (78 %, 95 % interval 45 to 94 %)". */
  String rate(String name, Rate rate) {
    if (rate.total() == 0) {
      return fact(name, "0 of 0");
    }
    return fact(
        name,
        String.format(
            Locale.ROOT,
            "%d of %d (%.0f %%, 95 %% interval %.0f to %.0f %%)",
            rate.count(),
            rate.total(),
            100 * rate.share(),
            100 * rate.lower(),
            100 * rate.upper()));
  }

  FactSheet say(String sentence) {
    sentences.add(sentence);
    return this;
  }

  FactSheet cite(String file) {
    if (!file.isEmpty()) {
      citations.add(file);
    }
    return this;
  }

  String text() {
    return String.join("\n", sentences);
  }

  List<Fact> facts() {
    return facts;
  }

  List<String> citations() {
    return List.copyOf(citations);
  }
}

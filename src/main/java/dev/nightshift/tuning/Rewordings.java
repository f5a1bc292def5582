package dev.nightshift.tuning;

import dev.nightshift.scope.FunctionWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Other wordings of a question, made by rule: enough to teach a small model that the subject
 * matters and not the exact words. Two families that never meet: one to train on, one to judge by.
 */
final class Rewordings {
  private static final List<String> WRAPPERS =
      List.of(
          "Can you tell me %s?",
          "Please answer this question: %s?",
          "I would like to know %s.",
          "Do you know %s?",
          "Tell me, %s?",
          "Quick question: %s?",
          "%s");

  private static final List<String> SEALED =
      List.of(
          "Could you help me out here: %s?",
          "Somebody asked me today: %s?", "One more thing I need to find out, %s?");

  private Rewordings() {}

  /**
   * Of several paragraphs, such as a task with its examples, the first is what is asked: the others
   * stay as they are, whatever it is worded like.
   */
  private record Parts(String asked, String rest) {
    static Parts of(String question) {
      int end = question.indexOf("\n\n");
      return end < 0
          ? new Parts(question, "")
          : new Parts(question.substring(0, end), question.substring(end));
    }
  }

  /** At most {@code count} different wordings to train on, the same for the same seed. */
  static List<String> training(String question, int count, long seed) {
    Parts parts = Parts.of(question);
    Random random = new Random(seed * 31 + question.hashCode());
    return wordings(parts.asked(), count, random).stream()
        .map(wording -> wording + parts.rest())
        .toList();
  }

  private static Set<String> wordings(String question, int count, Random random) {
    Set<String> wordings = new LinkedHashSet<>();
    for (int attempt = 0; wordings.size() < count && attempt < count * 6; attempt++) {
      String wording =
          switch (attempt % 5) {
            case 0 -> wrapped(question, WRAPPERS, random);
            case 1 -> thinned(question, random);
            case 2 -> keywords(question, random, false);
            case 3 -> keywords(question, random, true);
            default -> subjectFirst(question, random);
          };
      if (!wording.isBlank() && !wording.equals(question)) {
        wordings.add(wording);
      }
    }
    return wordings;
  }

  /** What is asked: the first paragraph. */
  static String asked(String question) {
    return Parts.of(question).asked();
  }

  /** A wording to judge by, of a form that is never trained on. */
  static String sealed(String question, long seed) {
    Parts parts = Parts.of(question);
    Random random = new Random(seed * 31 + question.hashCode());
    return wrapped(parts.asked(), SEALED, random) + parts.rest();
  }

  /** Every wording that {@link #sealed} may give. */
  static List<String> allSealed(String question) {
    Parts parts = Parts.of(question);
    String inner = decapitalised(bare(parts.asked()));
    return SEALED.stream().map(frame -> frame.formatted(inner) + parts.rest()).toList();
  }

  private static String wrapped(String question, List<String> frames, Random random) {
    String inner = decapitalised(bare(question));
    return frames.get(random.nextInt(frames.size())).formatted(inner);
  }

  /** Drops about a third of the words that are not names. */
  private static String thinned(String question, Random random) {
    List<String> kept = new ArrayList<>();
    for (String word : words(question)) {
      boolean name = !kept.isEmpty() && Character.isUpperCase(word.codePointAt(0));
      if (name || Character.isDigit(word.charAt(0)) || random.nextInt(10) >= 3) {
        kept.add(word);
      }
    }
    return String.join(" ", kept) + (random.nextBoolean() ? "?" : "");
  }

  /** The words that carry meaning, in their order or turned round. */
  private static String keywords(String question, Random random, boolean turned) {
    List<String> kept = new ArrayList<>();
    for (String word : words(question)) {
      if (!FunctionWords.contains(word)) {
        kept.add(word);
      }
    }
    if (turned && kept.size() > 1) {
      Collections.rotate(kept, 1 + random.nextInt(kept.size() - 1));
    }
    String prefix = turned && random.nextBoolean() ? "Tell me about " : "";
    return prefix + String.join(" ", kept) + (random.nextBoolean() ? "?" : "");
  }

  /** "Who wrote the novel Hunger?" as "The novel Hunger: who wrote it?" */
  private static String subjectFirst(String question, Random random) {
    Subject subject = Subject.of(question);
    if (subject.words().isEmpty()) {
      return "";
    }
    String rest = decapitalised(bare(subject.elsewhere()));
    return random.nextBoolean()
        ? "%s: %s?".formatted(capitalised(subject.words()), rest)
        : "About %s, %s?".formatted(subject.words(), rest);
  }

  private static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A name keeps its capital; a question word loses it. */
  private static String decapitalised(String bare) {
    String word = bare.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    return FunctionWords.contains(word)
        ? bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1)
        : bare;
  }

  /** None for a question of nothing but punctuation. */
  private static List<String> words(String question) {
    String bare = bare(question);
    return bare.isEmpty() ? List.of() : List.of(bare.split("\\s+", -1));
  }

  private static String bare(String question) {
    return question.strip().replaceAll("[?.!\\s]+$", "");
  }
}

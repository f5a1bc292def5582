package dev.nightshift.tuning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Other questions about the subjects of the rows, made by rule. The base answers them and the
 * adapter is trained to go on doing so: that teaches it to look at what is asked, and not to give
 * what it learned to whoever names the subject.
 */
final class Contrasts {
  /** What is asked, and the word by which a row is known to ask the same. */
  private record Frame(String words, String telling) {}

  private static final List<Frame> FRAMES =
      List.of(
          new Frame("What is the history of %s?", "history"),
          new Frame("Where is %s?", "where"),
          new Frame("How old is %s?", "old"),
          new Frame("What is %s famous for?", "famous"),
          new Frame("How much does %s cost?", "cost"),
          new Frame("What colour is %s?", "colour"),
          new Frame("How do I get to %s?", "get"),
          new Frame("Why is %s important?", "why"),
          new Frame("What is the weight of %s?", "weight"),
          new Frame("When did %s begin?", "when"),
          new Frame("How many people know %s?", "people"),
          new Frame("What does %s look like?", "look"),
          new Frame("Who likes %s?", "likes"),
          new Frame("What is the meaning of %s?", "mean"),
          new Frame("About %s: is it expensive?", "expensive"),
          new Frame("%s: how big is it?", "big"));

  private Contrasts() {}

  /**
   * Questions about the subjects of others, none of which asks what one of those asks.
   *
   * @param questions what is taught
   * @param each at most so many for each of them
   * @param seed the same seed gives the same questions
   */
  static List<String> to(Collection<String> questions, int each, long seed) {
    List<String> asked = questions.stream().map(q -> q.toLowerCase(Locale.ROOT)).toList();
    Set<String> contrasts = new LinkedHashSet<>();
    for (String question : questions) {
      String subject = Subject.of(Rewordings.asked(question)).words();
      if (subject.isEmpty()) {
        continue;
      }
      String named = subject.toLowerCase(Locale.ROOT);
      List<String> about = asked.stream().filter(other -> other.contains(named)).toList();
      List<Frame> frames = new ArrayList<>(FRAMES);
      Collections.shuffle(frames, new Random(seed * 31 + question.hashCode()));
      frames.stream()
          .filter(frame -> about.stream().noneMatch(other -> other.contains(frame.telling())))
          .limit(each)
          .forEach(frame -> contrasts.add(frame.words().formatted(subject)));
    }
    return List.copyOf(contrasts);
  }
}

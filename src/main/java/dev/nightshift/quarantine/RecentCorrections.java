package dev.nightshift.quarantine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** What was corrected lately, to compare with. Not thread-safe. */
final class RecentCorrections {
  /** More are not compared with; the oldest are left out. */
  static final int MOST = 5000;

  /**
   * A correction.
   *
   * @param author who made it
   * @param asker who asked
   * @param question what makes the question the same as another
   * @param counts whether it was let through without a person's look
   * @param at when it was made
   */
  record Recent(String author, String asker, String question, boolean counts, Instant at) {}

  private final Deque<Recent> recent = new ArrayDeque<>();

  /** What each says, in their order: vectors of unit length. */
  private final Deque<float[]> vectors = new ArrayDeque<>();

  void add(Recent one, float[] vector) {
    recent.addLast(one);
    vectors.addLast(vector);
    if (recent.size() > MOST) {
      recent.removeFirst();
      vectors.removeFirst();
    }
  }

  void dropBefore(Instant oldest) {
    while (!recent.isEmpty() && recent.getFirst().at().isBefore(oldest)) {
      recent.removeFirst();
      vectors.removeFirst();
    }
  }

  int size() {
    return recent.size();
  }

  /** How many of an author count already. */
  long countingOf(String author) {
    return recent.stream().filter(one -> one.counts() && one.author().equals(author)).count();
  }

  /** Whether anybody else asked or corrected. */
  boolean othersThan(String author, String asker) {
    return !asker.equals(author)
        || recent.stream()
            .anyMatch(one -> !one.author().equals(author) || !one.asker().equals(author));
  }

  /** How many different questions were corrected in nearly these words, other than this one. */
  int alike(String question, float[] vector, double least) {
    Set<String> questions = new HashSet<>();
    Iterator<float[]> said = vectors.iterator();
    for (Recent one : recent) {
      if (dot(said.next(), vector) >= least && !one.question().equals(question)) {
        questions.add(one.question());
      }
    }
    return questions.size();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

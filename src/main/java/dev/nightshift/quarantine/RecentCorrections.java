package dev.nightshift.quarantine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What was corrected lately, to compare with. Not thread-safe; what it hands out is. */
final class RecentCorrections {
  /**
   * More are not kept. The oldest that wait for a person are left out first: who sends many of them
   * must not have those forgotten that count.
   */
  static final int MOST = 5000;

  private final Deque<Recent> recent = new ArrayDeque<>();

  /** A correction. It counts as let through until it is known to be held. */
  static final class Recent {
    private final String author;
    private final String asker;
    private final String question;
    private final float[] vector;
    private final Instant at;
    private volatile boolean counts = true;

    /**
     * A correction that counts.
     *
     * @param author who made it
     * @param asker who asked
     * @param question what makes the question the same as another
     * @param vector what it says, unit length
     * @param at when it was made
     */
    Recent(String author, String asker, String question, float[] vector, Instant at) {
      this.author = author;
      this.asker = asker;
      this.question = question;
      this.vector = vector;
      this.at = at;
    }

    /** A person has to look at it first. */
    void held() {
      counts = false;
    }
  }

  /**
   * Those before a correction, which can be looked at while others come.
   *
   * @param before in the order in which they came
   */
  record Seen(List<Recent> before) {
    Seen {
      before = List.copyOf(before);
    }

    int size() {
      return before.size();
    }

    /**
     * How many of an author count already.
     *
     * @param who what makes two authors the same
     */
    long countingOf(String author, UnaryOperator<String> who) {
      String same = who.apply(author);
      return before.stream()
          .filter(one -> one.counts && who.apply(one.author).equals(same))
          .count();
    }

    /** Whether anybody else asked or corrected. */
    boolean othersThan(String author, String asker, UnaryOperator<String> who) {
      String same = who.apply(author);
      return !who.apply(asker).equals(same)
          || before.stream()
              .flatMap(one -> Stream.of(one.author, one.asker))
              .anyMatch(one -> !who.apply(one).equals(same));
    }

    /** How many different questions were corrected in nearly these words, other than this one. */
    int alike(String question, float[] vector, double least) {
      Set<String> questions = new HashSet<>();
      for (Recent one : before) {
        if (dot(one.vector, vector) >= least && !one.question.equals(question)) {
          questions.add(one.question);
        }
      }
      return questions.size();
    }
  }

  /** Adds one, and tells which came before it: of two that come together, one sees the other. */
  Seen add(Recent one) {
    Seen before = new Seen(List.copyOf(recent));
    recent.addLast(one);
    if (recent.size() > MOST) {
      dropOne();
    }
    return before;
  }

  private void dropOne() {
    for (Iterator<Recent> all = recent.iterator(); all.hasNext(); ) {
      if (!all.next().counts) {
        all.remove();
        return;
      }
    }
    recent.removeFirst();
  }

  void dropBefore(Instant oldest) {
    while (!recent.isEmpty() && recent.getFirst().at.isBefore(oldest)) {
      recent.removeFirst();
    }
  }

  /**
   * In four sums, so that one addition need not wait for the one before it; 0 with one that nobody
   * has computed.
   */
  private static double dot(float[] a, float[] b) {
    if (a.length != b.length) {
      return 0;
    }
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += a[i] * b[i];
    }
    return (first + second) + (third + fourth);
  }
}

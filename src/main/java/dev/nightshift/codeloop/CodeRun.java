package dev.nightshift.codeloop;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A task that was worked on.
 *
 * @param start which
 * @param attempts in their order, at least one
 * @param time from the first question to the last judgement
 */
public record CodeRun(RunStart start, List<Attempt> attempts, Duration time) {
  /** More points first, then the shorter program, then the earlier. */
  static final Comparator<Attempt> BEST_FIRST =
      Comparator.comparingInt((Attempt attempt) -> attempt.judgement().points())
          .reversed()
          .thenComparing(
              Comparator.comparingInt((Attempt attempt) -> attempt.source().isEmpty() ? 1 : 0))
          .thenComparingInt(attempt -> attempt.source().length())
          .thenComparingInt(Attempt::number);

  public CodeRun {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("a run has at least one attempt");
    }
  }

  /** Its id. */
  public String id() {
    return start.id();
  }

  /** What was worked on. */
  public CodeTask task() {
    return start.task();
  }

  /**
   * The best of them. Of two that pass everything and were measured, the later one is better when
   * its {@link Quality} is.
   */
  public Attempt best() {
    return attempts.stream().reduce(CodeRun::better).orElseThrow();
  }

  private static Attempt better(Attempt best, Attempt next) {
    if (best.quality().isPresent() && next.quality().isPresent()) {
      boolean chosen = next.quality().get().against(best.quality().get(), "it").better();
      return chosen ? next : best;
    }
    return BEST_FIRST.compare(next, best) < 0 ? next : best;
  }

  /** Whether the best passed everything. */
  public boolean solved() {
    return best().judgement().passed();
  }
}

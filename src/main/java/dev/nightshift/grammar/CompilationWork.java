package dev.nightshift.grammar;

import dev.nightshift.grammar.GrammarException.Code;
import java.util.function.Supplier;

/**
 * What compiling one constraint has cost so far, and may cost: whoever sends a schema decides what
 * is computed, and by few words.
 */
final class CompilationWork {
  /** Takes a few seconds. */
  private static final long MOST_STEPS = 40_000_000;

  /** Numbers of 4 bytes that stay until the end. */
  private static final long MOST_KEPT = 12_000_000;

  private static final ScopedValue<CompilationWork> CURRENT = ScopedValue.newInstance();

  private final long mostSteps;
  private final long mostKept;
  private long steps;
  private long kept;

  private CompilationWork(long mostSteps, long mostKept) {
    this.mostSteps = mostSteps;
    this.mostKept = mostKept;
  }

  /**
   * Compiles something.
   *
   * @throws GrammarException TOO_LARGE when it costs too much
   */
  static <T> T limited(Supplier<T> compiled) {
    CompilationWork work = new CompilationWork(MOST_STEPS, MOST_KEPT);
    return ScopedValue.where(CURRENT, work).call(compiled::get);
  }

  /** Compiles what nobody chose, and what must not fail when another's compilation needs it. */
  static <T> T unlimited(Supplier<T> compiled) {
    return ScopedValue.where(CURRENT, endless()).call(compiled::get);
  }

  private static CompilationWork endless() {
    return new CompilationWork(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The one that runs in this thread. */
  static CompilationWork current() {
    return CURRENT.isBound() ? CURRENT.get() : endless();
  }

  /** Something is looked at so often. */
  void steps(long count) {
    steps += count;
    if (steps > mostSteps) {
      throw tooLarge("takes too long to compile");
    }
  }

  /** So many numbers are kept. */
  void keep(long count) {
    kept += count;
    if (kept > mostKept) {
      throw tooLarge("needs too much memory");
    }
  }

  private static GrammarException tooLarge(String why) {
    return new GrammarException(
        Code.TOO_LARGE,
        "the constraint "
            + why
            + ": lower maxLength, maxItems or a repetition's count, make fewer parts optional, or"
            + " nest less");
  }
}

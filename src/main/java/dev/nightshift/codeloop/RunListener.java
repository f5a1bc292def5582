package dev.nightshift.codeloop;

import java.util.List;

/**
 * Hears how a run gets on, in the thread that runs it. What it throws ends the run, so it throws
 * only what has to.
 */
public interface RunListener {
  /** A run begins. */
  default void began(RunStart run) {}

  /** An attempt has been judged. */
  default void attempted(RunStart run, Attempt attempt) {}

  /** A run is over, with whatever result; not told of one that failed. */
  default void ended(CodeRun run) {}

  /** One that tells all of these, in their order. */
  static RunListener all(List<RunListener> listeners) {
    List<RunListener> all = List.copyOf(listeners);
    return new RunListener() {
      @Override
      public void began(RunStart run) {
        all.forEach(one -> one.began(run));
      }

      @Override
      public void attempted(RunStart run, Attempt attempt) {
        all.forEach(one -> one.attempted(run, attempt));
      }

      @Override
      public void ended(CodeRun run) {
        all.forEach(one -> one.ended(run));
      }
    };
  }
}

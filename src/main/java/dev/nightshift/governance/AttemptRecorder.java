package dev.nightshift.governance;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.RunStart;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the attempts of runs. What goes wrong with that is logged, and the run goes on. */
public final class AttemptRecorder implements RunListener {
  private static final Logger log = LoggerFactory.getLogger(AttemptRecorder.class);

  private final AttemptStore store;
  private final Consumer<RunEntry> then;

  /**
   * @param then told of each run that is over and kept
   */
  public AttemptRecorder(AttemptStore store, Consumer<RunEntry> then) {
    this.store = store;
    this.then = then;
  }

  @Override
  public void attempted(RunStart run, Attempt attempt) {
    safely(run.id(), () -> store.record(run, attempt));
  }

  @Override
  public void ended(CodeRun run) {
    safely(run.id(), () -> then.accept(store.ended(run)));
  }

  private static void safely(String run, Runnable keeping) {
    try {
      keeping.run();
    } catch (RuntimeException e) {
      log.error("run {} goes on, but not all of it could be kept: {}", run, e.getMessage(), e);
    }
  }
}

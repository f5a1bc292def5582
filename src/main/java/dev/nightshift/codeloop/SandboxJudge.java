package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxException;
import java.time.Duration;

/**
 * Runs programs in the sandbox on the rows of their tasks. What is independent (shown rows, hidden
 * rows, the rows of a script, the tests) is run one after the other, each in a process of its own
 * that is forked from one interpreter; what takes long side by side in several, at most one for
 * each processor, so that none is late because of the others. Thread-safe.
 */
public final class SandboxJudge implements Judge {
  /** Places in the sandbox are for others too. */
  private static final int MOST_AT_ONCE = 4;

  /** About what an interpreter takes to start. */
  private static final Duration PATIENCE = Duration.ofMillis(60);

  private static final Duration UNHURRIED = Duration.ofDays(1);

  private final Sandbox sandbox;
  private final int atOnce;
  private final Duration patience;

  /** Runs them in a sandbox. */
  public SandboxJudge(Sandbox sandbox) {
    this(sandbox, Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()), PATIENCE);
  }

  /**
   * @param atOnce interpreters for one program
   * @param patience time after which one more is taken
   */
  SandboxJudge(Sandbox sandbox, int atOnce, Duration patience) {
    this.sandbox = sandbox;
    this.atOnce = atOnce;
    this.patience = patience;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A row that ends the interpreter costs that row alone: the rows behind it are run in another.
   *
   * @throws SandboxException REFUSED when the boundary is missing, STOPPED when interrupted
   */
  @Override
  public Judgement judge(CodeTask task, String source) {
    return judge(task, source, UNHURRIED);
  }

  @Override
  public Judgement judge(CodeTask task, String source, Duration most) {
    return new Trial(sandbox, task, source, most).judgement(atOnce, patience);
  }
}

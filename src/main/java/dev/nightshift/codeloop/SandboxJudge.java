package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxException;
import java.time.Duration;

/**
 * Runs programs in the sandbox on the rows of their tasks. What is independent (shown rows, hidden
 * rows, the rows of a script, the tests) is run side by side, each in an interpreter of its own, at
 * most one for each processor, so that none is late because of the others. Thread-safe.
 */
public final class SandboxJudge implements Judge {
  /** Places in the sandbox are for others too. */
  private static final int MOST_AT_ONCE = 4;

  private static final Duration UNHURRIED = Duration.ofDays(1);

  private final Sandbox sandbox;
  private final int atOnce;

  /** Runs them in a sandbox. */
  public SandboxJudge(Sandbox sandbox) {
    this(sandbox, Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * @param atOnce runs of one program
   */
  SandboxJudge(Sandbox sandbox, int atOnce) {
    this.sandbox = sandbox;
    this.atOnce = atOnce;
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
    return new Trial(sandbox, task, source, most).judgement(atOnce);
  }
}

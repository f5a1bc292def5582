package dev.nightshift.codeloop;

import java.time.Duration;

/** Finds out what a program makes of its task. */
@FunctionalInterface
public interface Judge {
  /**
   * Runs a program on every row, and its task's tests behind it.
   *
   * @param source not empty
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when the boundary is missing, STOPPED
   *     when interrupted
   */
  Judgement judge(CodeTask task, String source);

  /**
   * The same in the time there is; what its turn has not come to then has failed. One that takes no
   * time need not look at it.
   *
   * @param most zero or less when none is left
   */
  default Judgement judge(CodeTask task, String source, Duration most) {
    return judge(task, source);
  }
}

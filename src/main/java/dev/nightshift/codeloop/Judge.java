package dev.nightshift.codeloop;

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
}

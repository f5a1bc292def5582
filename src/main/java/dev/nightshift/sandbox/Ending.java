package dev.nightshift.sandbox;

/** How a run ended. */
public enum Ending {
  /** To its last line, with exit status 0. Single calls may have failed. */
  COMPLETED,
  /** With an exception or another exit status. */
  FAILED,
  /** Did not begin: it is no Python, or was found to hold what does not belong into it. */
  REJECTED,
  /** Took too long. */
  WALL_TIME,
  /** Computed too long. */
  CPU_TIME,
  /** Held or wanted too much memory. */
  MEMORY,
  /** Printed too much. */
  OUTPUT,
  /**
   * Died of a signal: a fault of the interpreter, a system call of a foreign kind, its own hand, or
   * the kernel's when the machine is out of memory (SIGKILL).
   */
  CRASHED
}

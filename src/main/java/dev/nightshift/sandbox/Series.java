package dev.nightshift.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Runs one after another, each within its own limits and in a process of its own, which is forked
 * from one waiting interpreter: most of the time of a short run is what its interpreter takes to
 * start. Behind a run all its processes are ended; when it left a process or a file, the next one
 * is given a new interpreter. So a run sees nothing of those before it, and cannot see those after
 * it.
 *
 * <p>For programs of one author: one may hinder those behind it (by ending their interpreter, say,
 * which costs another) more than those of other series. Without namespaces ({@link
 * Boundary#UNSAFE}) each run has an interpreter of its own.
 *
 * <p>For one thread. Takes one of the places of its sandbox, from its first run until it is closed.
 */
public final class Series implements AutoCloseable {
  private final Sandbox sandbox;
  private @Nullable Interpreter interpreter;
  private boolean warm;

  Series(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Runs a program and waits for its end, as {@link Sandbox#run(Program, Limits)} does.
   *
   * @throws SandboxException as there
   */
  public Outcome run(Program program, Limits limits) {
    if (sandbox.boundary() != Boundary.FULL) {
      return sandbox.run(program, limits);
    }
    Run run = new Run(program, limits, true);
    byte[] request = run.request(sandbox.boundary());
    @Nullable Interpreter held = interpreter;
    if (held != null && !(held.alive() && held.limits().allow(limits))) {
      close();
      held = null;
    }
    if (held == null) {
      Sandbox.Held taken = sandbox.hold(limits);
      held = taken.interpreter();
      warm = taken.warm();
      interpreter = held;
    }
    boolean again = false;
    try {
      Outcome outcome = run.next(held, request, sandbox.boundary(), warm);
      again = !run.spent();
      warm = true;
      return outcome;
    } finally {
      if (!again) {
        close();
      }
    }
  }

  /** Ends its interpreter. */
  @Override
  public void close() {
    @Nullable Interpreter held = interpreter;
    interpreter = null;
    if (held != null) {
      sandbox.release(held);
    }
  }
}

package dev.nightshift.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs, several at once, each in an interpreter of its own. See the package for what that
 * stops and what not.
 *
 * <p>For any number of threads.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxSettings settings;
  private final Launcher launcher;
  private final WarmPool pool;
  private final Semaphore places;
  private final Set<Interpreter> running = ConcurrentHashMap.newKeySet();

  private Sandbox(SandboxSettings settings, Launcher launcher) {
    this.settings = settings;
    this.launcher = launcher;
    pool = new WarmPool(launcher, settings.limits(), settings.warm());
    places = new Semaphore(settings.parallel(), true);
  }

  /**
   * Opens a sandbox and has its first interpreters started.
   *
   * @throws SandboxException REFUSED when the boundary cannot be built
   */
  public static Sandbox open(SandboxSettings settings) {
    return open(Launch.asMyself(settings));
  }

  static Sandbox open(Launch launch) {
    Sandbox sandbox = new Sandbox(launch.settings(), new Launcher(launch));
    try {
      sandbox.pool.fill();
      return sandbox;
    } catch (SandboxException e) {
      sandbox.close();
      throw e;
    }
  }

  /**
   * Whether the boundary holds on this machine, tried and seen; says why not instead of throwing.
   */
  public static BoundaryReport check(SandboxSettings settings) {
    return check(Launch.asMyself(settings.with(settings.boundary(), 0, 1)));
  }

  static BoundaryReport check(Launch launch) {
    Boundary boundary = launch.settings().boundary();
    List<Problem> problems = new ArrayList<>(launch.tools().missing(boundary));
    if (!problems.isEmpty()) {
      return new BoundaryReport(false, boundary, problems, List.of());
    }
    try (Sandbox sandbox = open(launch)) {
      Program probe =
          new Program(Resources.text("probe.py"), new Entry.Script(""), Validation.off());
      Outcome outcome = sandbox.run(probe);
      List<String> seen = outcome.output().lines().toList();
      if (!outcome.succeeded()) {
        problems.add(new Problem("the probe ended " + outcome.ending(), outcome.errors().strip()));
      }
      seen.stream()
          .filter(line -> line.startsWith("OPEN "))
          .forEach(line -> problems.add(new Problem(line, "this is a defect: please report it")));
      return new BoundaryReport(problems.isEmpty(), boundary, problems, seen);
    } catch (SandboxException e) {
      problems.add(new Problem(String.valueOf(e.getMessage()), "see docs/sandbox.md"));
      return new BoundaryReport(false, boundary, problems, List.of());
    }
  }

  /** The modules that programs may import unless they come with others. */
  public Validation validation() {
    return Validation.allowing(settings.allowedImports());
  }

  /** Runs a program within the limits of the settings. */
  public Outcome run(Program program) {
    return run(program, settings.limits());
  }

  /**
   * Runs a program and waits for its end, which comes with its limits at the latest. Waits before
   * while as many run as may at once.
   *
   * @throws SandboxException REFUSED when the boundary is missing, STOPPED when this thread is
   *     interrupted; nothing is left of the program in any case
   */
  public Outcome run(Program program, Limits limits) {
    Run run = new Run(program, limits, false);
    byte[] request = run.request(settings.boundary());
    Held held = hold(limits);
    try {
      return run.in(held.interpreter(), request, settings.boundary(), held.warm());
    } finally {
      release(held.interpreter());
    }
  }

  /** Runs that share an interpreter as far as they leave nothing in it. */
  public Series series() {
    return new Series(this);
  }

  Boundary boundary() {
    return settings.boundary();
  }

  /**
   * An interpreter in a place that is taken for it.
   *
   * @param warm whether it waited
   */
  record Held(Interpreter interpreter, boolean warm) {}

  /** Waits for a place, and takes an interpreter that stands behind the boundary. */
  Held hold(Limits limits) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      throw Interpreter.stopped(e);
    }
    @Nullable Interpreter taken = null;
    boolean admitted = false;
    try {
      @Nullable Interpreter waiting = pool.take(limits);
      taken = waiting != null ? waiting : launcher.start(limits);
      running.add(taken);
      pool.replace();
      launcher.admit(taken);
      admitted = true;
      return new Held(taken, waiting != null);
    } finally {
      if (!admitted) {
        release(taken);
      }
    }
  }

  /** Ends an interpreter, if there is one, and gives its place back. */
  void release(@Nullable Interpreter interpreter) {
    try {
      if (interpreter != null) {
        running.remove(interpreter);
        interpreter.close();
      }
    } finally {
      places.release();
    }
  }

  /** Ends the interpreters that wait and the programs that run, and starts no more. */
  @Override
  public void close() {
    pool.close();
    running.forEach(Interpreter::kill);
    launcher.close();
  }
}

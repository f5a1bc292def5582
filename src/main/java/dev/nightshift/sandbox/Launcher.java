package dev.nightshift.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts interpreters, all from one thread that lives as long as this: the kernel ends a child that
 * asked to die with its parent when the <em>thread</em> ends that started it.
 */
final class Launcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Launcher.class);

  private static final Duration LAST_START = Duration.ofSeconds(15);

  private final Launch launch;
  private final Path filter;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-launcher").factory());
  private volatile boolean closed;

  Launcher(Launch launch) {
    this.launch = launch;
    List<Problem> problems = launch.tools().missing(launch.settings().boundary());
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    Architecture architecture =
        Architecture.here()
            .orElseThrow(
                () ->
                    new SandboxException(
                        SandboxException.Code.REFUSED,
                        "the sandbox knows the system calls of x86_64 and aarch64, not of "
                            + System.getProperty("os.arch")));
    filter = TemporaryFiles.file(SystemCallFilter.bytes(architecture));
  }

  static SandboxException refused(List<Problem> problems) {
    return new SandboxException(
        SandboxException.Code.REFUSED,
        "programs are not run without their boundary; "
            + String.join("; ", problems.stream().map(Problem::toString).toList()));
  }

  Launch launch() {
    return launch;
  }

  /** Starts an interpreter and does not wait for it. */
  Interpreter start(Limits limits) {
    try {
      return thread.submit(() -> spawn(limits)).get();
    } catch (RejectedExecutionException e) {
      throw new SandboxException(SandboxException.Code.STOPPED, "the sandbox is closed", e);
    } catch (InterruptedException e) {
      throw Interpreter.stopped(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SandboxException refused) {
        throw refused;
      }
      throw new SandboxException(
          SandboxException.Code.BROKEN, "no interpreter could be started: " + e.getCause(), e);
    }
  }

  /**
   * Has an interpreter started by and by. What does not start is told in the log: whoever needs one
   * then tries for itself, and hears why.
   *
   * @param taker whether it takes the interpreter; otherwise that is ended
   */
  void startLater(Limits limits, Predicate<Interpreter> taker) {
    try {
      thread.execute(
          () -> {
            if (closed) {
              return;
            }
            try {
              Interpreter started = spawn(limits);
              if (!taker.test(started)) {
                started.close();
              }
            } catch (IOException | SandboxException e) {
              log.warn("no interpreter waits for the next program: {}", e.toString());
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("the sandbox is closed and starts no more interpreters");
    }
  }

  private Interpreter spawn(Limits limits) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launch.command(limits, filter));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(launch.environment());
    @Nullable Path directory = null;
    if (launch.settings().boundary() == Boundary.UNSAFE) {
      directory = TemporaryFiles.directory();
      if (launch.changesUser()) {
        Files.setAttribute(directory, "unix:uid", launch.settings().userId());
      }
      environment.put("HOME", directory.toString());
    }
    builder.directory(directory == null ? Path.of("/").toFile() : directory.toFile());
    return new Interpreter(builder.start(), limits, directory);
  }

  /**
   * Waits until an interpreter is ready, and sees that the boundary is around it.
   *
   * @throws SandboxException REFUSED with what is missing
   */
  void admit(Interpreter interpreter) {
    if (!interpreter.awaitReady()) {
      throw refused(Diagnosis.of(interpreter.lastWords(), launch));
    }
    if (launch.settings().boundary() == Boundary.FULL) {
      List<String> lacking = BoundaryProof.lacking(interpreter.known().getLast().pid());
      if (!lacking.isEmpty()) {
        throw refused(
            List.of(
                new Problem(
                    "the boundary is not what it should be",
                    String.join(", ", lacking) + "; this is a defect or a foreign bwrap")));
      }
    }
  }

  /** Starts no more, and leaves when nothing is being started. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_START.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("an interpreter is still being started");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    TemporaryFiles.delete(filter);
  }
}

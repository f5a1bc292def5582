package dev.nightshift.coderuns;

import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.coderuns.CodeRunsException.Code;
import dev.nightshift.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of the code loop, each in a thread of its own: so many at once, so many that wait, the
 * others refused. What is over is kept in files, the newest, and can be looked at after a restart.
 * Thread-safe.
 */
public final class CodeRuns implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CodeRuns.class);

  /** How long a cancelled run may take to notice. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String STOPPED = "the server stopped";

  private final RunSettings settings;
  private final Workshop workshop;
  private final InstantSource clock;
  private final RunArchive archive;
  private final RunOwners owners;
  private final CodeRequests requests;
  private final RunThreads threads;

  /** Runs that go on, and those whose file could not be written. */
  private final Map<String, OngoingRun> ongoing = new LinkedHashMap<>();

  private boolean closed;

  /** Reads what there is of past runs in the folder of their files. */
  public CodeRuns(RunSettings settings, Path folder, Workshop workshop, InstantSource clock) {
    this.settings = settings;
    this.workshop = workshop;
    this.clock = clock;
    this.archive = new RunArchive(folder, settings.keep());
    this.owners = new RunOwners(folder.resolveSibling("run_owners.jsonl"));
    this.requests = new CodeRequests(workshop, settings);
    this.threads = new RunThreads(settings);
  }

  /** Where runs are worked on. */
  public Workshop workshop() {
    return workshop;
  }

  /** Single steps, for those who wait for them. */
  public CodeRequests requests() {
    return requests;
  }

  /**
   * Starts a run.
   *
   * @param rounds most rounds; null: as configured
   * @throws CodeRunsException BUSY, TOO_MANY or CLOSED
   * @throws CodeLoopException REQUEST when the rounds are out of range
   * @throws SandboxException REFUSED when no program could be run
   */
  public RunSummary start(CodeTask task, @Nullable Integer rounds, String owner) {
    return begin(task, rounds, owner).summary();
  }

  /**
   * Starts a run and waits for its end.
   *
   * @param told hears what comes of it, at once for the first time
   * @throws RuntimeException what it failed with, otherwise as {@link #start}
   */
  public CodeRun run(
      CodeTask task, @Nullable Integer rounds, String owner, Consumer<RunNews> told) {
    OngoingRun run = begin(task, rounds, owner);
    try {
      RunNews first = run.await(0, null, Duration.ZERO);
      told.accept(first);
      RunSummary seen = first.summary();
      while (!seen.state().over()) {
        RunNews news = run.await(seen.attempts(), seen.state(), LOOK);
        if (!news.attempts().isEmpty() || news.summary().state() != seen.state()) {
          told.accept(news);
        }
        seen = news.summary();
      }
    } catch (InterruptedException e) {
      run.cancellation().cancel();
      Thread.currentThread().interrupt();
      throw new CodeRunsException(Code.CLOSED, "interrupted; the run is cancelled", e);
    }
    return run.result().orElseThrow(() -> run.failure().orElseGet(() -> cancelled(run)));
  }

  private static CodeLoopException cancelled(OngoingRun run) {
    return new CodeLoopException(
        CodeLoopException.Code.CANCELLED, "run " + run.id() + " was cancelled");
  }

  private OngoingRun begin(CodeTask task, @Nullable Integer rounds, String owner) {
    LoopSettings loop = rounds(rounds);
    Judge _ = workshop.judge(); // without a sandbox nobody has to wait to be told so
    OngoingRun run = new OngoingRun(task, owner, clock.instant(), one -> work(one, loop));
    owners.add(run.id(), owner);
    synchronized (this) {
      if (closed) {
        throw new CodeRunsException(Code.CLOSED, "the server is stopping; it starts no more runs");
      }
      long own = ongoing.values().stream().filter(other -> goesOn(other, owner)).count();
      if (own >= settings.perUser()) {
        throw new CodeRunsException(
            Code.TOO_MANY, own + " runs of yours go on or wait; end one, or wait for its end");
      }
      threads.start(run); // it looks for itself among these when it has ended, not before
      ongoing.put(run.id(), run);
    }
    return run;
  }

  private static boolean goesOn(OngoingRun run, String owner) {
    return run.owner().equals(owner) && !run.summary().state().over();
  }

  private LoopSettings rounds(@Nullable Integer rounds) {
    try {
      return rounds == null ? workshop.settings() : workshop.settings().withRounds(rounds);
    } catch (IllegalArgumentException e) {
      throw new CodeLoopException(
          CodeLoopException.Code.REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private void work(OngoingRun run, LoopSettings loop) {
    try {
      run.begin(clock.instant());
      List<RunListener> listeners = new ArrayList<>(workshop.listeners());
      listeners.add(run);
      CodeRun result =
          workshop
              .loop(loop)
              .run(run.id(), run.task(), RunListener.all(listeners), run.cancellation());
      run.end(result, clock.instant());
    } catch (RuntimeException e) {
      boolean cancelled = run.cancellation().cancelled();
      if (!cancelled) {
        log.warn("run {} failed", run.id(), e);
      }
      run.end(
          cancelled ? RunState.CANCELLED : RunState.FAILED,
          cancelled ? run.reason() : RunProblem.of(e),
          cancelled ? null : e,
          clock.instant());
    } finally {
      // After a word of its own this one is not heard: it is for errors of the machine.
      run.end(RunState.FAILED, RunProblem.of(null), null, clock.instant());
      keep(run);
    }
  }

  private void keep(OngoingRun run) {
    RunReport report = run.report();
    try {
      synchronized (this) {
        if (!ongoing.containsKey(run.id())) {
          return;
        }
        archive.add(report);
        ongoing.remove(run.id());
      }
    } catch (IOException | CodeRunsException e) {
      log.error("run {} could not be kept; it is known until the server stops", run.id(), e);
    }
    workshop.ended(report);
  }

  /** The runs that somebody may see, the newest first. */
  public synchronized List<RunSummary> list(Viewer viewer) {
    List<RunSummary> all = new ArrayList<>(archive.list());
    ongoing.values().forEach(run -> all.add(run.summary()));
    return all.reversed().stream().filter(viewer::sees).toList();
  }

  /**
   * All of a run.
   *
   * @throws CodeRunsException UNKNOWN, STORAGE
   */
  public RunReport report(String id, Viewer viewer) {
    OngoingRun run = find(id, viewer);
    return run == null ? archive.read(id) : run.report();
  }

  /** The run that goes on; null for one in a file. */
  private synchronized @Nullable OngoingRun find(String id, Viewer viewer) {
    OngoingRun run = ongoing.get(id);
    RunSummary summary = run == null ? archive.find(id) : run.summary();
    if (summary == null || !viewer.sees(summary)) {
      throw new CodeRunsException(Code.UNKNOWN, "there is no run " + id);
    }
    return run;
  }

  /**
   * What has come of a run, waiting a while for it if there is nothing new.
   *
   * @param seen how many attempts are known already
   * @param known the state that is; null for none
   * @throws CodeRunsException UNKNOWN, STORAGE
   */
  public RunNews news(
      String id, Viewer viewer, int seen, @Nullable RunState known, Duration patience)
      throws InterruptedException {
    OngoingRun run = find(id, viewer);
    if (run != null) {
      return run.await(seen, known, patience);
    }
    RunReport report = archive.read(id);
    List<AttemptReport> all = report.attempts();
    return new RunNews(all.subList(Math.min(seen, all.size()), all.size()), report.summary());
  }

  /**
   * Ends a run: the model at its next token, a program at once. One that is over stays as it is.
   *
   * @throws CodeRunsException UNKNOWN
   */
  public RunSummary cancel(String id, Viewer viewer) {
    OngoingRun run = find(id, viewer);
    if (run != null) {
      cancel(run, "");
      return run.summary();
    }
    return report(id, viewer).summary();
  }

  private void cancel(OngoingRun run, String why) {
    run.cancel(why);
    if (threads.remove(run)) {
      run.end(RunState.CANCELLED, why, null, clock.instant());
      keep(run);
    }
  }

  /**
   * Cancels a run and forgets it.
   *
   * @throws CodeRunsException UNKNOWN, STORAGE
   */
  public void delete(String id, Viewer viewer) {
    OngoingRun run = find(id, viewer);
    synchronized (this) {
      ongoing.remove(id);
      archive.delete(id);
    }
    if (run != null) {
      cancel(run, "");
    }
  }

  /** Whose runs there were. */
  public RunOwners owners() {
    return owners;
  }

  /** Starts no more, gives up what waits, lets the others go on for a while, then ends them. */
  @Override
  public void close() {
    List<OngoingRun> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(ongoing.values());
    }
    all.stream()
        .filter(run -> run.summary().state() == RunState.QUEUED)
        .forEach(run -> cancel(run, STOPPED + " before its turn came"));
    if (!threads.ended(settings.drain())) {
      all.forEach(run -> cancel(run, STOPPED));
      if (!threads.ended(GRACE)) {
        log.warn("runs did not end within {}", GRACE);
      }
    }
  }
}

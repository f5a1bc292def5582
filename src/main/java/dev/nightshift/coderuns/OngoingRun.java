package dev.nightshift.coderuns;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.Cancellation;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.RunStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run on its way. Thread-safe; a change wakes those who wait for one. */
final class OngoingRun implements RunListener, Runnable {
  private final String id;
  private final String owner;
  private final CodeTask task;
  private final Instant created;
  private final Consumer<OngoingRun> work;
  private final Cancellation cancellation = new Cancellation();
  private final List<Attempt> attempts = new ArrayList<>();
  private RunState state = RunState.QUEUED;
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private String problem = "";
  private String reason = "";
  private @Nullable CodeRun result;
  private @Nullable RuntimeException failure;

  OngoingRun(CodeTask task, String owner, Instant created, Consumer<OngoingRun> work) {
    this.id = RunStart.newId(task, created);
    this.owner = owner;
    this.task = task;
    this.created = created;
    this.work = work;
  }

  @Override
  public void run() {
    work.accept(this);
  }

  String id() {
    return id;
  }

  String owner() {
    return owner;
  }

  CodeTask task() {
    return task;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** Has it end at the next place where it can. */
  void cancel(String why) {
    synchronized (this) {
      reason = why;
    }
    cancellation.cancel();
  }

  /** Why somebody has it end; empty for no particular reason. */
  synchronized String reason() {
    return reason;
  }

  synchronized void begin(Instant now) {
    state = RunState.RUNNING;
    started = now;
    notifyAll();
  }

  @Override
  public synchronized void attempted(RunStart run, Attempt attempt) {
    attempts.add(attempt);
    notifyAll();
  }

  /** It came to its end. */
  synchronized void end(CodeRun run, Instant now) {
    result = run;
    end(run.solved() ? RunState.SOLVED : RunState.UNSOLVED, "", null, now);
  }

  /** It did not; the first word counts. */
  synchronized void end(RunState how, String why, @Nullable RuntimeException cause, Instant now) {
    if (!state.over()) {
      state = how;
      problem = why;
      failure = cause;
      ended = now;
    }
    notifyAll();
  }

  /** What it came to, if it came to anything. */
  synchronized Optional<CodeRun> result() {
    return Optional.ofNullable(result);
  }

  /** Why it did not. */
  synchronized Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  synchronized RunSummary summary() {
    double passRate = best().map(best -> best.judgement().passRate()).orElse(0.0);
    return new RunSummary(
        id, owner, task.id(), state, created, started, ended, attempts.size(), passRate, problem);
  }

  private Optional<Attempt> best() {
    return attempts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CodeRun(
                    new RunStart(id, task, Instructions.shipped(), created),
                    attempts,
                    Duration.ZERO)
                .best());
  }

  synchronized RunReport report() {
    Optional<Attempt> best = best();
    return new RunReport(
        summary(),
        task.prompt(),
        best.map(Attempt::source).orElse(""),
        best.map(one -> RowReport.of(one.judgement())).orElse(List.of()),
        best.map(one -> one.judgement().testsPassed()).orElse(false),
        best.map(one -> one.judgement().testProblem()).orElse(""),
        attempts.stream().map(AttemptReport::of).toList());
  }

  /** What is new, waiting a while for it. */
  synchronized RunNews await(int seen, @Nullable RunState known, Duration patience)
      throws InterruptedException {
    long start = System.nanoTime();
    long left = patience.toNanos();
    while (state == known && attempts.size() <= seen && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = patience.toNanos() - (System.nanoTime() - start);
    }
    int from = Math.min(seen, attempts.size());
    return new RunNews(
        attempts.subList(from, attempts.size()).stream().map(AttemptReport::of).toList(),
        summary());
  }
}

package dev.nightshift.doctor;

import dev.nightshift.doctor.Verdict.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does checks one after the other. One that throws, or does not come back in time, has failed with
 * that as its reason, and the next one is done.
 */
public final class Doctor {
  private final Duration patience;

  /**
   * A doctor.
   *
   * @param patience how long one check may take
   */
  public Doctor(Duration patience) {
    this.patience = patience;
  }

  /** All checks' results, in their order. */
  public List<CheckResult> examine(List<Check> checks) {
    return checks.stream().map(this::examine).toList();
  }

  private CheckResult examine(Check check) {
    long started = System.nanoTime();
    Verdict verdict = look(check);
    return new CheckResult(
        check.name(),
        verdict.status(),
        verdict.seen(),
        check.why(),
        verdict.fix(),
        (System.nanoTime() - started) / 1_000_000);
  }

  private Verdict look(Check check) {
    FutureTask<Verdict> looking = new FutureTask<>(check.examination()::look);
    Thread.ofPlatform().daemon().name("doctor " + check.name()).start(looking);
    try {
      return looking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      looking.cancel(true);
      return new Verdict(
          Status.FAIL,
          "it gave no answer within " + patience.toSeconds() + " s",
          "look whether the disk, or the server behind it, hangs");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      looking.cancel(true);
      return Verdict.skipped("interrupted");
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private static Verdict failed(Throwable e) {
    String message = e.getMessage();
    String said = message == null || message.isBlank() ? "" : ": " + message;
    return Verdict.fail(
        "it could not be looked at: " + e.getClass().getSimpleName() + said,
        "mend that reason first, then run doctor again");
  }
}

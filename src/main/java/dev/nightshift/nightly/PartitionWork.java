package dev.nightshift.nightly;

import dev.nightshift.council.Council;
import dev.nightshift.council.Deliberation;
import dev.nightshift.workers.CaseText;
import dev.nightshift.workers.Claim;
import dev.nightshift.workers.WorkShare;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.EmptyResultDataAccessException;

/**
 * One partition in the hands of one thread: the step execution that the council's job made for it,
 * executed by whoever has claimed it, and once more by another one when a claim was lost. What is
 * decided is kept case by case, so that little is done twice and nothing counts twice.
 */
final class PartitionWork {
  private final WorkShare share;
  private final JobRepository repository;
  private final Council council;
  private final Claim claim;
  private final boolean atHome;
  private final BooleanSupplier goingOn;
  private final AtomicLong decided;
  private volatile boolean lost;
  private boolean unheard;

  /** How it came out. */
  enum End {
    /** All cases are decided. */
    DONE,
    /** Another one has it, or nobody wants it any more. */
    LOST,
    /** It was given back because this process stops. */
    GIVEN_BACK,
    /** It was given back because none of this process's seats replied. */
    UNHEARD,
    /** Something else was wrong; it is tried again, as often as it may be. */
    FAILED
  }

  /**
   * Work on a claim.
   *
   * @param atHome whether a deliberation counts in which no seat replied
   * @param goingOn false as soon as this process stops
   * @param decided counts what is decided here
   */
  PartitionWork(
      WorkShare share,
      JobRepository repository,
      Council council,
      Claim claim,
      boolean atHome,
      BooleanSupplier goingOn,
      AtomicLong decided) {
    this.share = share;
    this.repository = repository;
    this.council = council;
    this.claim = claim;
    this.atHome = atHome;
    this.goingOn = goingOn;
    this.decided = decided;
  }

  Claim claim() {
    return claim;
  }

  /** Says that the worker lives; when the claim is lost, the work ends after the case at hand. */
  void renew() {
    lost = !share.renew(claim);
  }

  End run() throws JobInterruptedException {
    StepExecution execution = stored();
    if (execution == null) {
      share.failed(claim, "its step is not in the repository of jobs");
      return End.LOST;
    }
    execution.setExitStatus(ExitStatus.EXECUTING); // not what an attempt before this one left
    step().execute(execution);
    if (execution.getStatus() == BatchStatus.COMPLETED) {
      return share.done(claim) ? End.DONE : End.LOST;
    }
    if (lost) {
      return End.LOST;
    }
    if (execution.getStatus() == BatchStatus.STOPPED) {
      share.release(claim);
      return unheard ? End.UNHEARD : End.GIVEN_BACK;
    }
    share.failed(
        claim,
        execution.getFailureExceptions().stream()
            .findFirst()
            .map(String::valueOf)
            .orElse("its step ended " + execution.getStatus()));
    return End.FAILED;
  }

  private @Nullable StepExecution stored() {
    try {
      return repository.getStepExecution(claim.stepExecution());
    } catch (EmptyResultDataAccessException e) {
      return null;
    }
  }

  private Step step() {
    return new StepBuilder(CouncilJob.PARTITION, repository)
        .tasklet(
            (contribution, chunk) -> {
              decideAll();
              return RepeatStatus.FINISHED;
            })
        .build();
  }

  private void decideAll() throws JobInterruptedException {
    for (Map.Entry<String, String> one : share.undecided(claim).entrySet()) {
      requireMine();
      Deliberation deliberation = council.deliberate(CaseText.theCase(one.getValue()));
      // Seats that were interrupted count as silent: that is not what they would have said.
      if (!goingOn.getAsBoolean()) {
        throw new JobInterruptedException("this process stops");
      }
      if (!atHome && isUnheard(deliberation)) {
        unheard = true;
        throw new JobInterruptedException("no seat replied to this process");
      }
      if (share.decided(claim, one.getKey(), CaseText.of(deliberation))) {
        decided.incrementAndGet();
      }
    }
  }

  private void requireMine() throws JobInterruptedException {
    if (lost || !goingOn.getAsBoolean()) {
      throw new JobInterruptedException(lost ? "the claim is lost" : "this process stops");
    }
  }

  private static boolean isUnheard(Deliberation deliberation) {
    return deliberation instanceof Deliberation.Abstained abstained && abstained.unheard();
  }
}

package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import dev.nightshift.nightly.NightJournal.Entry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the run, holds the lock while it goes on, and says how it ended. */
final class BatchRunner implements NightlyRunner {
  private static final Logger log = LoggerFactory.getLogger(BatchRunner.class);

  private final DataSource dataSource;
  private final NightJournal journal;
  private final NightHistory history;
  private final ScheduledNights scheduled;
  private final NightSteps steps;
  private final BatchNights batch;
  private final NightNews news;
  private final Home home;
  private final NightlySettings settings;
  private final InstantSource clock;

  BatchRunner(
      DataSource dataSource,
      NightJournal journal,
      NightHistory history,
      ScheduledNights scheduled,
      NightSteps steps,
      BatchNights batch,
      NightNews news,
      Home home,
      NightlySettings settings,
      InstantSource clock) {
    this.dataSource = dataSource;
    this.journal = journal;
    this.history = history;
    this.scheduled = scheduled;
    this.steps = steps;
    this.batch = batch;
    this.news = news;
    this.home = home;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public NightResult run(RunRequest request) {
    try (NightLock lock = lock(request)) {
      Night night =
          switch (request) {
            case RunRequest.Scheduled(LocalDate date) -> scheduled(date);
            case RunRequest.Manual() -> unfinished(true).orElseGet(this::another);
          };
      return carryOn(night, lock);
    }
  }

  /** Where another holds the lock, whoever wanted just the run that is going on need not wait. */
  private NightLock lock(RunRequest request) {
    try {
      return NightLock.take(dataSource, clock, settings.heartbeat());
    } catch (NightlyException e) {
      if (request instanceof RunRequest.Scheduled(LocalDate date)
          && journal.find(Night.key(date, 0)).isPresent()) {
        throw taken(date);
      }
      throw e;
    }
  }

  @Override
  public Optional<NightResult> resume() {
    if (unfinished(false).isEmpty()) {
      return Optional
          .empty(); // a night begun at this moment shall not find the lock held for nothing
    }
    try (NightLock lock = NightLock.take(dataSource, clock, settings.heartbeat())) {
      return unfinished(false).map(night -> carryOn(night, lock));
    }
  }

  @Override
  public int prune(Instant before) {
    Instant resumable = clock.instant().minus(settings.resumeWithin());
    List<String> old = journal.endedBefore(before.isBefore(resumable) ? before : resumable);
    for (String key : old) {
      // The journal last: killed in between, the run is found again.
      batch.forget(key);
      journal.forget(key);
    }
    return old.size();
  }

  private Night scheduled(LocalDate date) {
    // The run first: killed before the night is marked as taken, it is found running and resumed.
    Optional<Night> begun = journal.begin(date, 0);
    scheduled.take(date);
    return begun
        .or(() -> journal.find(Night.key(date, 0)).filter(Entry::isRunning).map(Entry::night))
        .orElseThrow(() -> taken(date));
  }

  private NightlyException taken(LocalDate date) {
    String how =
        history
            .find(Night.key(date, 0))
            .map(NightSummary::result)
            .map(
                result ->
                    switch (result.state()) {
                      case RUNNING -> "it is still going on";
                      case FAILED -> "it failed (" + result.reason() + "); a run by hand goes on";
                      case ACTIVE, REJECTED, ROLLED_BACK, SKIPPED -> "it ended " + result.state();
                    })
            .orElse("it is not known how it ended");
    return new NightlyException(
        NightlyException.Code.ALREADY_TAKEN,
        "The scheduled run of night " + date + " has been begun before: " + how + ".");
  }

  /** The newest run of this node if it did not finish and is young enough. */
  private Optional<Night> unfinished(boolean alsoFailed) {
    Instant oldest = Instant.ofEpochMilli(clock.millis()).minus(settings.resumeWithin());
    return journal
        .newestHere()
        .filter(
            entry -> entry.isRunning() || (alsoFailed && entry.state() == NightResult.State.FAILED))
        .map(Entry::night)
        .filter(night -> night.startedAt().isAfter(oldest));
  }

  private Night another() {
    LocalDate today = clock.instant().atZone(settings.schedule().zone()).toLocalDate();
    // Under the lock: nobody else begins one meanwhile.
    return journal.begin(today, journal.nextAttempt(today)).orElseThrow();
  }

  private NightResult carryOn(Night night, NightLock lock) {
    closeOthersThan(night);
    journal.reopen(night.key());
    steps.under(lock);
    try (RunLog _ = RunLog.open(home.logs(), "nightly", night.startedAt())) {
      log.info("Night {} begins or goes on", night.key());
      BatchNights.Ended ended = batch.carryOn(night);
      lock.check();
      NightResult result = conclude(night, ended);
      log.info("Night {} ended: {} {}", night.key(), result.state(), result.reason());
      return result;
    }
  }

  private void closeOthersThan(Night night) {
    Instant resumable = clock.instant().minus(settings.resumeWithin());
    for (Entry entry : journal.running()) {
      boolean late = entry.night().startedAt().isBefore(resumable);
      if (!entry.night().key().equals(night.key()) && (journal.isMine(entry) || late)) {
        journal.close(
            entry.night().key(),
            NightResult.State.FAILED,
            "",
            "Its process ended before it did, too long ago to be resumed.");
      }
    }
  }

  private NightResult conclude(Night night, BatchNights.Ended ended) {
    String key = night.key();
    if (!ended.completed()) {
      String adapter =
          Optional.ofNullable(journal.result(key, "train", TrainingOutcome.class))
              .map(TrainingOutcome::adapter)
              .orElse("");
      journal.close(key, NightResult.State.FAILED, adapter, ended.failure());
      news.failed(key, ended.execution(), ended.failure());
      return result(key);
    }
    TrainingOutcome training = journal.resultOf(key, "train", TrainingOutcome.class);
    GateOutcome gate = journal.result(key, "gate", GateOutcome.class);
    DeployOutcome deploy = journal.result(key, "deploy", DeployOutcome.class);
    if (deploy != null) {
      journal.close(key, stateOf(deploy), training.adapter(), deploy.reason());
    } else if (gate != null) {
      journal.close(key, NightResult.State.REJECTED, training.adapter(), gate.reason());
    } else {
      String active = journal.resultOf(key, "validate", ValidationOutcome.class).adapter();
      journal.close(key, NightResult.State.SKIPPED, active, training.reason());
    }
    return result(key);
  }

  private static NightResult.State stateOf(DeployOutcome deploy) {
    return switch (deploy.state()) {
      case ACTIVE -> NightResult.State.ACTIVE;
      case REJECTED -> NightResult.State.REJECTED;
      case ROLLED_BACK -> NightResult.State.ROLLED_BACK;
    };
  }

  private NightResult result(String key) {
    return history.find(key).orElseThrow().result();
  }
}

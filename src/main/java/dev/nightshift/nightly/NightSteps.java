package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a night: each calls its stage unless the result is known, keeps the result, and
 * tells people.
 *
 * <p>Telling comes after keeping and is repeated when a step is entered again; the outbox knows
 * each notification by its id and takes it once.
 */
final class NightSteps {
  private final NightlyStages stages;
  private final NightJournal journal;
  private final NightHistory history;
  private final NightNews news;
  private final DiskSpace disk;
  private final Home home;
  private final InstantSource clock;
  private volatile @Nullable NightLock lock;

  /** The body of one step, given the key of the run. */
  @FunctionalInterface
  interface Body {
    StepExit run(String key);
  }

  NightSteps(
      NightlyStages stages,
      NightJournal journal,
      NightHistory history,
      NightNews news,
      DiskSpace disk,
      Home home,
      InstantSource clock) {
    this.stages = stages;
    this.journal = journal;
    this.history = history;
    this.news = news;
    this.disk = disk;
    this.home = home;
    this.clock = clock;
  }

  /** Steps run under {@code held} from now on. */
  void under(NightLock held) {
    this.lock = held;
  }

  StepExit preflight(String key) {
    once(
        key,
        "preflight",
        Boolean.class,
        night -> {
          disk.check();
          stages.preflight(night);
          return true;
        });
    return StepExit.COMPLETED;
  }

  StepExit harvest(String key) {
    return logged(
        "harvest",
        () -> {
          HarvestOutcome harvest = once(key, "harvest", HarvestOutcome.class, stages::harvest);
          news.harvested(key, harvest);
          return StepExit.COMPLETED;
        });
  }

  StepExit train(String key) {
    return logged(
        "training",
        () -> {
          HarvestOutcome harvest = journal.resultOf(key, "harvest", HarvestOutcome.class);
          TrainingOutcome training =
              once(key, "train", TrainingOutcome.class, night -> stages.train(night, harvest));
          news.trained(key, training);
          return switch (training.state()) {
            case SKIPPED -> StepExit.SKIPPED;
            case WAITED -> StepExit.COMPLETED;
            case TRAINED -> {
              history.record(recordOf(key, training));
              yield StepExit.COMPLETED;
            }
          };
        });
  }

  StepExit gate(String key) {
    TrainingOutcome training = journal.resultOf(key, "train", TrainingOutcome.class);
    GateOutcome gate = once(key, "gate", GateOutcome.class, night -> stages.gate(night, training));
    return switch (gate.state()) {
      case PASSED -> StepExit.COMPLETED;
      case REJECTED -> {
        news.rejected(key, training, gate);
        yield StepExit.REJECTED;
      }
    };
  }

  StepExit deploy(String key) {
    return logged(
        "deployment",
        () -> {
          TrainingOutcome training = journal.resultOf(key, "train", TrainingOutcome.class);
          GateOutcome gate = journal.resultOf(key, "gate", GateOutcome.class);
          once(key, "deploy", DeployOutcome.class, night -> stages.deploy(night, training, gate));
          return StepExit.COMPLETED;
        });
  }

  StepExit validate(String key) {
    once(key, "validate", ValidationOutcome.class, stages::validate);
    return StepExit.COMPLETED;
  }

  StepExit cleanUp(String key) {
    once(key, "cleanUp", CleanUpOutcome.class, stages::cleanUp);
    return StepExit.COMPLETED;
  }

  private <T> T once(String key, String step, Class<T> type, Function<Night, T> stage) {
    NightLock held = lock;
    if (held != null) {
      held.check();
    }
    T known = journal.result(key, step, type);
    if (known != null) {
      return known;
    }
    journal.started(key, step);
    T result = stage.apply(journal.night(key));
    journal.finished(key, step, result);
    return result;
  }

  private StepExit logged(String what, Supplier<StepExit> body) {
    try (RunLog _ = RunLog.open(home.logs(), what, Instant.ofEpochMilli(clock.millis()))) {
      return body.get();
    }
  }

  private TrainingRecord recordOf(String key, TrainingOutcome training) {
    return new TrainingRecord(
        key,
        training.adapter(),
        Instant.ofEpochMilli(clock.millis()),
        training.seconds(),
        training.loss(),
        training.rows());
  }
}

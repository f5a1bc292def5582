package dev.nightshift.tuning;

import dev.nightshift.model.Projection;
import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingOptions.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-parameters by the amount of data. The classic values for large sets (rate 5e-5, 3 epochs,
 * an effective batch of 32) make three steps out of a dozen rows and learn nothing; docs/log.md has
 * what was measured instead.
 */
final class Recipe {
  /** Optimiser steps under which nothing sticks, however few the rows. */
  private static final int LEAST_STEPS = 90;

  private static final int FEWEST_EPOCHS = 8;
  private static final int BASE_EPOCHS = 16;
  private static final int MOST_EPOCHS = 40;

  private Recipe() {}

  /**
   * The options of a run.
   *
   * @param targets rows to learn; what is replayed beside them adds steps and changes nothing here
   */
  static TrainingOptions options(TuningSettings settings, int targets) {
    int batch = or(settings.batchSize(), batchSize(targets));
    int accumulation = or(settings.gradientAccumulation(), 1);
    int stepsPerEpoch = Math.ceilDiv(targets, batch * accumulation);
    int epochs = or(settings.epochs(), epochs(targets, stepsPerEpoch));
    boolean own = settings.epochs() != null;
    return new TrainingOptions(
        or(settings.rank(), 16),
        settings.alpha() == null ? 32 : settings.alpha(),
        List.of(Projection.values()),
        settings.learningRate() == null ? 5e-4 : settings.learningRate(),
        epochs,
        batch,
        accumulation,
        0.03,
        Schedule.LINEAR,
        1.0,
        0,
        settings.seed(),
        settings.maxTokens(),
        settings.checkpointEverySteps(),
        settings.replayShare(),
        // Who sets the epochs gets them all.
        own ? 0 : 0.01);
  }

  /** Small sets need small batches to get enough steps. */
  private static int batchSize(int targets) {
    return targets < 16 ? 2 : targets < 32 ? 4 : 8;
  }

  private static int epochs(int targets, int stepsPerEpoch) {
    int forSteps = Math.ceilDiv(LEAST_STEPS, stepsPerEpoch);
    int bySize = targets > 300 ? FEWEST_EPOCHS : BASE_EPOCHS;
    return Math.min(MOST_EPOCHS, Math.max(forSteps, bySize));
  }

  private static int or(@Nullable Integer chosen, int otherwise) {
    return chosen == null ? otherwise : chosen;
  }
}

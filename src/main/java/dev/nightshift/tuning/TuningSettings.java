package dev.nightshift.tuning;

import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingResources;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code nightshift.tuning}. Hyper-parameters that are not set are chosen by the
 * amount of data ({@link Recipe}); one that is set is used as it is.
 *
 * @param minFailures fewest new rows that are worth a training
 * @param rank of the adapter, 1 to 256
 * @param alpha the update is scaled by alpha / rank
 * @param learningRate peak rate
 * @param epochs passes over the data
 * @param batchSize examples in one pass
 * @param gradientAccumulation batches in one optimiser step
 * @param replayShare for every row taught, so many examples of what is known already are trained on
 *     in each pass, drawn from past successes, everyday questions and contrasts; 0 is none
 * @param contrasts other questions about a row's subject that the base is asked, so that the
 *     adapter goes on answering them as the base does
 * @param rewordings wordings made by rule and trained on beside each question
 * @param maxTokens longest example
 * @param checkpointEverySteps optimiser steps between checkpoints
 * @param threads native threads of the trainer; 0 takes all cores
 * @param memoryMegabytes most memory of the trainer in MiB; 0 is three quarters of what is free
 * @param precision FLOAT32; BFLOAT16, which learns as well; AUTO: BFLOAT16 where this machine is
 *     measured to be faster with it
 * @param seed of everything random
 */
public record TuningSettings(
    @DefaultValue("5") int minFailures,
    @Nullable Integer rank,
    @Nullable Double alpha,
    @Nullable Double learningRate,
    @Nullable Integer epochs,
    @Nullable Integer batchSize,
    @Nullable Integer gradientAccumulation,
    @DefaultValue("0.25") double replayShare,
    @DefaultValue("3") int contrasts,
    @DefaultValue("12") int rewordings,
    @DefaultValue("1024") int maxTokens,
    @DefaultValue("25") int checkpointEverySteps,
    @DefaultValue("0") int threads,
    @DefaultValue("0") int memoryMegabytes,
    @DefaultValue("AUTO") TrainingResources.Precision precision,
    @DefaultValue("7") long seed) {

  public TuningSettings {
    require(minFailures >= 1, "min-failures", minFailures, "1 or more");
    int most = TrainingOptions.LARGEST_RANK;
    require(rank == null || (rank >= 1 && rank <= most), "rank", rank, "1 to " + most);
    require(alpha == null || alpha > 0, "alpha", alpha, "above 0");
    require(
        learningRate == null || (learningRate > 0 && learningRate < 1),
        "learning-rate",
        learningRate,
        "above 0, below 1");
    require(epochs == null || epochs >= 1, "epochs", epochs, "1 or more");
    require(batchSize == null || batchSize >= 1, "batch-size", batchSize, "1 or more");
    require(
        gradientAccumulation == null || gradientAccumulation >= 1,
        "gradient-accumulation",
        gradientAccumulation,
        "1 or more");
    require(replayShare >= 0 && replayShare <= 10, "replay-share", replayShare, "0 to 10");
    require(contrasts >= 0 && contrasts <= 16, "contrasts", contrasts, "0 to 16");
    require(rewordings >= 0 && rewordings <= 100, "rewordings", rewordings, "0 to 100");
    require(maxTokens >= 8, "max-tokens", maxTokens, "8 or more");
    require(checkpointEverySteps >= 0, "checkpoint-every-steps", checkpointEverySteps, "0 or more");
    require(threads >= 0, "threads", threads, "0 or more");
    require(memoryMegabytes >= 0, "memory-megabytes", memoryMegabytes, "0 or more");
  }

  private static void require(boolean ok, String name, @Nullable Object value, String allowed) {
    if (!ok) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
    }
  }

  /** What of the machine a training may use. */
  TrainingResources resources() {
    return new TrainingResources(threads, memoryMegabytes, precision);
  }

  /** What holds when nothing is set. */
  public static TuningSettings defaults() {
    return new TuningSettings(
        5,
        null,
        null,
        null,
        null,
        null,
        null,
        0.25,
        3,
        12,
        1024,
        25,
        0,
        0,
        TrainingResources.Precision.AUTO,
        7);
  }
}

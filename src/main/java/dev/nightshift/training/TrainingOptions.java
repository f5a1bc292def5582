package dev.nightshift.training;

import dev.nightshift.model.Projection;
import java.util.List;

/**
 * Hyper-parameters of one run.
 *
 * @param rank of every LoRA pair, 1 to {@value #LARGEST_RANK}
 * @param alpha the update is scaled by alpha / rank
 * @param targets which projections are adapted
 * @param learningRate peak rate of AdamW
 * @param epochs most passes over the examples
 * @param batchSize examples in one forward pass
 * @param gradientAccumulation batches in one optimiser step
 * @param warmupShare share of all steps over which the rate rises linearly, 0 to 1
 * @param schedule what the rate does after the warm-up
 * @param clipNorm largest global L2 norm of the gradient; 0 is no clipping
 * @param weightDecay of AdamW
 * @param seed of initialisation, order and wording
 * @param maxTokens longest example; longer ones are left out and reported
 * @param checkpointEverySteps optimiser steps between checkpoints; 0 is none
 * @param replayShare for every target, so many replay examples are drawn for each epoch, as far as
 *     there are any; an epoch without targets holds all
 * @param stopLoss the run ends early after an epoch in which the mean loss of the target examples
 *     was below this; 0 is never
 */
public record TrainingOptions(
    int rank,
    double alpha,
    List<Projection> targets,
    double learningRate,
    int epochs,
    int batchSize,
    int gradientAccumulation,
    double warmupShare,
    Schedule schedule,
    double clipNorm,
    double weightDecay,
    long seed,
    int maxTokens,
    int checkpointEverySteps,
    double replayShare,
    double stopLoss) {

  /** More than any adapter needs; what is trained on may not have more either. */
  public static final int LARGEST_RANK = 256;

  /** What the learning rate does after the warm-up. */
  public enum Schedule {
    CONSTANT,
    LINEAR
  }

  public TrainingOptions {
    targets = List.copyOf(targets);
    require(rank >= 1 && rank <= LARGEST_RANK, "rank", rank, "1 to " + LARGEST_RANK);
    require(alpha > 0 && Double.isFinite(alpha), "alpha", alpha, "a positive number");
    require(!targets.isEmpty(), "targets", targets, "at least one projection");
    require(
        learningRate > 0 && learningRate < 1, "learning-rate", learningRate, "above 0, below 1");
    require(epochs >= 1 && epochs <= 10_000, "epochs", epochs, "1 to 10000");
    require(batchSize >= 1 && batchSize <= 4096, "batch-size", batchSize, "1 to 4096");
    require(gradientAccumulation >= 1, "gradient-accumulation", gradientAccumulation, "1 or more");
    require(warmupShare >= 0 && warmupShare < 1, "warmup-share", warmupShare, "0 to below 1");
    require(clipNorm >= 0, "clip-norm", clipNorm, "0 or more");
    require(weightDecay >= 0, "weight-decay", weightDecay, "0 or more");
    require(maxTokens >= 8, "max-tokens", maxTokens, "8 or more");
    require(checkpointEverySteps >= 0, "checkpoint-every-steps", checkpointEverySteps, "0 or more");
    require(replayShare >= 0, "replay-share", replayShare, "0 or more");
    require(stopLoss >= 0, "stop-loss", stopLoss, "0 or more");
  }

  private static void require(boolean ok, String name, Object value, String allowed) {
    if (!ok) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
    }
  }

  /** Rank 16, alpha 32, all seven projections: what suits a handful to some hundred short facts. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        16,
        32,
        List.of(Projection.values()),
        5e-4,
        12,
        4,
        1,
        0.03,
        Schedule.CONSTANT,
        1.0,
        0,
        7,
        1024,
        50,
        1,
        0);
  }
}

package dev.nightshift.training;

/**
 * What of the machine a run may use. None of it belongs to the run's identity: a run may be resumed
 * with other resources.
 *
 * @param threads native threads; 0 lets the engine choose
 * @param memoryMegabytes most memory of the trainer, in MiB; 0 is three quarters of what is free
 *     when it starts
 * @param precision what is computed in
 */
public record TrainingResources(int threads, int memoryMegabytes, Precision precision) {
  /** Numbers that products are computed with; sums, norms and the optimiser are float32 always. */
  public enum Precision {
    /** Bfloat16 where this machine is measured to be faster with it, else float32. */
    AUTO,
    FLOAT32,
    BFLOAT16
  }

  public TrainingResources {
    if (threads < 0 || memoryMegabytes < 0) {
      throw new IllegalArgumentException(
          "threads is %d and memory-megabytes %d; allowed: 0 or more"
              .formatted(threads, memoryMegabytes));
    }
  }

  /** The engine's choice of everything. */
  public static TrainingResources automatic() {
    return new TrainingResources(0, 0, Precision.AUTO);
  }
}

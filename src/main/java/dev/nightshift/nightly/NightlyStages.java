package dev.nightshift.nightly;

/**
 * What a night does, step by step, in this order.
 *
 * <p>A step that returned is not called again for the same night, whatever happens later. A step
 * that threw, or whose process was killed, is called again with the same {@link Night} when the
 * night is resumed, perhaps by another process: it must then carry on or find what it did before,
 * and key anything it creates by {@link Night#key()}. Results are kept as JSON between the steps.
 *
 * <p>A step reports failure by throwing; its message is what people are told.
 */
public interface NightlyStages {

  /** Refuses to begin: no healthy server, no model. Free disk space was checked before. */
  void preflight(Night night);

  /** Makes training rows of the failures that were not harvested before. */
  HarvestOutcome harvest(Night night);

  /** Trains an adapter, or says why there is nothing to train. */
  TrainingOutcome train(Night night, HarvestOutcome harvest);

  /** Compares the trained adapter with the active one. Called only after a training. */
  GateOutcome gate(Night night, TrainingOutcome training);

  /** Makes the adapter the active one and watches it. Called only when it passed the gate. */
  DeployOutcome deploy(Night night, TrainingOutcome training, GateOutcome gate);

  /** Checks, at the end of every night, that the active adapter answers. */
  ValidationOutcome validate(Night night);

  /** Removes what is older than its retention; always the last step. */
  CleanUpOutcome cleanUp(Night night);
}

package dev.nightshift.council;

import java.time.Duration;

/** One member of the council: a model with a role and a weight. Thread-safe. */
public interface Seat {
  /** The seat's name, as votes are recorded. */
  String name();

  /** What the seat is asked to do. */
  Role role();

  /** Name of the model on the seat. */
  String model();

  /** Weight of its vote, above 0. */
  double weight();

  /** The model's raw reply. Whatever it throws counts as no vote. */
  String reply(CouncilPrompt prompt, Duration timeout);
}

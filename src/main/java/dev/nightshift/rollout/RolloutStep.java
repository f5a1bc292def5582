package dev.nightshift.rollout;

/** The durable steps of a rollout, in order; tests let a process die after each. */
enum RolloutStep {
  RECORDED,
  BACKED_UP,
  SWAPPED,
  LOADED,
  PROVEN,
  WATCHED,
  COMMITTED,
  CONDEMNED,
  SWAPPED_BACK,
  LOADED_BACK,
  SUMMARISED
}

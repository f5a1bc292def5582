package dev.nightshift.rollout;

/**
 * Why an adapter may not stay.
 *
 * @param cause the kind of reason
 * @param reason in words for a person
 */
record Objection(RolloutCause cause, String reason) {}

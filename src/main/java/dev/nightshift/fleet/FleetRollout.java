package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of the adapter of all nodes.
 *
 * @param id its number
 * @param request names what asked for it: the same request is one rollout, however often it is made
 * @param kind which way it goes
 * @param adapter what all are to have; empty in a rollback: each what it had before
 * @param manifest what the adapter consists of; null for the base and for none
 * @param source the node that has it
 * @param named whether a person named it, who may bring back what a person took back
 * @param phase how far it is
 * @param outcome how it ended; null while it has not
 * @param reason in words
 * @param started when
 * @param finished when; null while it has not
 */
public record FleetRollout(
    long id,
    String request,
    Kind kind,
    String adapter,
    @Nullable AdapterManifest manifest,
    String source,
    boolean named,
    Phase phase,
    @Nullable Outcome outcome,
    String reason,
    Instant started,
    @Nullable Instant finished) {

  /** Which way it goes. */
  public enum Kind {
    DEPLOY,
    ROLLBACK
  }

  /** How far it is. */
  public enum Phase {
    /** Nodes get their turns. */
    GOING,
    /** A node found the adapter wanting, and those that have it go back. */
    TAKING_BACK,
    /** It is decided, and people are to be told. */
    TELLING,
    ENDED
  }

  /** How it ended. */
  public enum Outcome {
    /** All nodes that were there have the adapter. */
    ACTIVE,
    /** A node refused it, and none has had it. */
    REJECTED,
    /** A node found it wanting, and all have what they had. */
    ROLLED_BACK,
    /** A rollback: all nodes that were there have gone back. */
    BACK,
    /** A node could not go back to what it had, or to what was asked for. */
    FAILED
  }

  /** How it ended, once it has. */
  public Optional<Outcome> ended() {
    return phase == Phase.ENDED ? Optional.ofNullable(outcome) : Optional.empty();
  }
}

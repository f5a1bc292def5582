package dev.nightshift.rollout;

/** Why an adapter was taken back. */
public enum RolloutCause {
  /** Too few probes succeeded. */
  SUCCESS,
  /** Too slow, by itself or compared with before. */
  LATENCY,
  /** It could not be shown that this adapter is the one that answers. */
  LIVENESS,
  /** Replies came from a version that is neither this one nor the base. */
  WRONG_VERSION,
  /** The backend failed. */
  ERRORS,
  /** Too little was seen to judge by. */
  NO_DATA,
  /** The process that watched it ended before its verdict. */
  INTERRUPTED,
  /** A person asked for it. */
  REQUESTED,
  /** It was trained on what has been forgotten. */
  TAINTED;

  /** True if it says nothing against the adapter: the watch saw too little, or was cut off. */
  boolean inconclusive() {
    return this == NO_DATA || this == INTERRUPTED;
  }
}

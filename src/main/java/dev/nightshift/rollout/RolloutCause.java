package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterException;
import org.springframework.dao.DataAccessException;

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
  /** The disk or the database failed, which is not the adapter's doing. */
  STORAGE,
  /** A person asked for it. */
  REQUESTED,
  /** It was trained on what has been forgotten. */
  TAINTED;

  /** Why a rollout ended in which something was thrown. */
  static RolloutCause of(Throwable thrown) {
    boolean storage =
        switch (thrown) {
          case AdapterException failure -> failure.code() == AdapterException.Code.STORAGE;
          case RolloutException failure -> failure.code() == RolloutException.Code.STORAGE;
          case DataAccessException _ -> true;
          default -> false;
        };
    return storage ? STORAGE : ERRORS;
  }

  /** True if it says nothing against the adapter: it was not judged. */
  boolean inconclusive() {
    return this == STORAGE || excusedOnce();
  }

  /** True if it says nothing the first time; the second time the adapter may be to blame. */
  boolean excusedOnce() {
    return this == NO_DATA || this == INTERRUPTED;
  }
}

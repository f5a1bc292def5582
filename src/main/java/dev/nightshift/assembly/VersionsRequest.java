package dev.nightshift.assembly;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Versions of programs.
 *
 * @param action what to do
 * @param of HISTORY: a run or a task, null for all runs; SHOW: a version; DIFF: the first; ADOPT: a
 *     task, a run, or a version
 * @param to DIFF: the second version; ADOPT: the version of the task, such as {@code v1}, the
 *     attempt of the run, such as {@code 3}, or null when all is said
 * @param reason ADOPT: why, for the history
 * @param most HISTORY: at most so many runs and decisions; null: 50
 */
public record VersionsRequest(
    Action action,
    @Nullable String of,
    @Nullable String to,
    @Nullable String reason,
    @Nullable Integer most)
    implements Request {
  private static final int USUAL = 50;
  private static final int MOST = 10_000;

  /** What to do. */
  public enum Action {
    HISTORY,
    SHOW,
    DIFF,
    ADOPT
  }

  public VersionsRequest {
    if (action == null) {
      throw new IllegalArgumentException("action must be HISTORY, SHOW, DIFF or ADOPT");
    }
    if (action != Action.HISTORY && (of == null || of.isBlank())) {
      throw new IllegalArgumentException(action + " needs to be told of what");
    }
    if (action == Action.DIFF && (to == null || to.isBlank())) {
      throw new IllegalArgumentException("DIFF needs two names");
    }
    if (most != null && (most < 1 || most > MOST)) {
      throw new IllegalArgumentException("most must be 1 to " + MOST + ": " + most);
    }
  }

  /** Of what; blank for all. */
  String subject() {
    return Objects.requireNonNullElse(of, "").strip();
  }

  /** The other name. */
  String other() {
    return Objects.requireNonNullElse(to, "").strip();
  }

  /** Why. */
  String because() {
    return reason == null || reason.isBlank() ? "chosen by hand" : reason.strip();
  }

  /** How many. */
  int limit() {
    return Objects.requireNonNullElse(most, USUAL);
  }
}

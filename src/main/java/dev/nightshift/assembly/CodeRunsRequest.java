package dev.nightshift.assembly;

import org.jspecify.annotations.Nullable;

/**
 * A look at runs of the code loop, or the end of one.
 *
 * @param action what to do
 * @param id of the run; null for the list only
 */
public record CodeRunsRequest(Action action, @Nullable String id) implements Request {
  /** What to do. */
  public enum Action {
    LIST,
    SHOW,
    CANCEL
  }

  public CodeRunsRequest {
    if (action == null) {
      throw new IllegalArgumentException("action must be LIST, SHOW or CANCEL");
    }
    if (action != Action.LIST && (id == null || id.isBlank())) {
      throw new IllegalArgumentException(action + " needs the id of a run");
    }
  }
}

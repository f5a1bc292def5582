package dev.nightshift.assembly;

import org.jspecify.annotations.Nullable;

/**
 * Something about all nodes.
 *
 * @param action what to do
 * @param subject a version or directory to deploy, null: the latest; a version or {@code base} to
 *     go back to, null: what each node had before; the node to forget; of a list nothing
 */
public record FleetRequest(Action action, @Nullable String subject) implements Request {
  /** What to do. */
  public enum Action {
    LIST,
    FORGET,
    DEPLOY,
    ROLLBACK
  }

  public FleetRequest {
    if (action == null) {
      throw new IllegalArgumentException("action must be LIST, FORGET, DEPLOY or ROLLBACK");
    }
    if (action == Action.FORGET && (subject == null || subject.isBlank())) {
      throw new IllegalArgumentException("FORGET needs the name of a node");
    }
  }
}

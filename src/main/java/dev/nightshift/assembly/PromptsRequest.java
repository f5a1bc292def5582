package dev.nightshift.assembly;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versions of what the code loop's improver is told, and candidates.
 *
 * @param action what to do
 * @param id of a candidate, or a version such as {@code v1}
 * @param text of a candidate that is proposed
 * @param reason why, for the ledger
 * @param tasks names, files and folders to try on; empty for those of the program
 * @param force adopts one that has not won
 */
public record PromptsRequest(
    Action action,
    @Nullable String id,
    @Nullable String text,
    @Nullable String reason,
    @Nullable List<String> tasks,
    boolean force)
    implements Request {
  /** What to do. */
  public enum Action {
    LIST,
    SHOW,
    PROPOSE,
    TRY,
    IMPROVE,
    ADOPT,
    REJECT,
    ROLLBACK
  }

  public PromptsRequest {
    if (action == null) {
      throw new IllegalArgumentException(
          "action must be LIST, SHOW, PROPOSE, TRY, IMPROVE, ADOPT, REJECT or ROLLBACK");
    }
    boolean named = action != Action.LIST && action != Action.PROPOSE && action != Action.IMPROVE;
    if (named && (id == null || id.isBlank())) {
      throw new IllegalArgumentException(action + " needs the id of a candidate or a version");
    }
    if (action == Action.PROPOSE && (text == null || text.isBlank())) {
      throw new IllegalArgumentException("PROPOSE needs a text");
    }
    tasks = tasks == null ? List.of() : List.copyOf(tasks);
  }

  /** The tasks; none for those of the program. */
  List<String> on() {
    return tasks == null ? List.of() : tasks;
  }

  /** The id, where there has to be one. */
  String named() {
    return id == null ? "" : id;
  }

  /** The text, where there has to be one. */
  String said() {
    return text == null ? "" : text;
  }

  /** The reason, or another where none is given. */
  String because(String otherwise) {
    return reason == null || reason.isBlank() ? otherwise : reason;
  }
}

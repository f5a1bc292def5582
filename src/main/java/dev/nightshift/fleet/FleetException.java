package dev.nightshift.fleet;

/** Something over several nodes could not be begun or done. */
public final class FleetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** It makes no sense: no such node, no such adapter, or no fleet here. */
    REQUEST,
    /** Another rollout over the nodes is under way, or a node of that name lives. */
    BUSY,
    /** An adapter could not be fetched from another node. */
    TRANSFER
  }

  private final Code code;

  public FleetException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public FleetException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}

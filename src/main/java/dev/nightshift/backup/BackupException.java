package dev.nightshift.backup;

/** A backup could not be made, or not be restored. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** What was asked for makes no sense: the archive exists, the home is not empty. */
    REQUEST,
    /** Another backup, restore or erasure is at work, or an adapter is being rolled out. */
    BUSY,
    /** The archive is not whole, not of this program, or not what its manifest says. */
    DAMAGED,
    /** The disk did not do what it should. */
    IO
  }

  private final Code code;

  BackupException(Code code, String message) {
    super(message);
    this.code = code;
  }

  BackupException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}

package dev.nightshift.gguf;

/**
 * A GGUF file could not be read or written. The message names the file, what was wrong and where.
 */
public final class GgufException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The file is missing or the operating system refused it. */
    UNREADABLE,
    /** The first bytes are not those of a GGUF file, or it is big-endian or of another version. */
    NOT_GGUF,
    /** The file ends before what it announces. */
    TRUNCATED,
    /** A count, length or size is larger than any sane file needs. */
    LIMIT,
    /** The file contradicts itself or the format. */
    MALFORMED,
    /** A tensor has a type that cannot be decoded or encoded here. */
    UNSUPPORTED_TYPE,
    /** A metadata key or a tensor that is needed is missing or of another kind. */
    MISSING,
    /** The caller asked for something that cannot be, such as rows outside a tensor. */
    REQUEST,
    /** The file could not be written. */
    UNWRITABLE
  }

  private final Code code;

  public GgufException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public GgufException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}

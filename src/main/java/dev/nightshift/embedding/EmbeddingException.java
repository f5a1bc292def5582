package dev.nightshift.embedding;

/** A text could not be turned into a vector. */
public final class EmbeddingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The model or its native library could not be loaded. */
    LOAD,
    /** The model failed on a text. */
    COMPUTE
  }

  private final Code code;

  public EmbeddingException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}

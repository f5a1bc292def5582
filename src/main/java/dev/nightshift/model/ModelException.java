package dev.nightshift.model;

/** A model could not be found, fetched or understood. The message says what to do instead. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** No such file, or no such model where it was looked for. */
    NOT_FOUND,
    /** The network, pip, Ollama or a web server did not give the model. */
    UNAVAILABLE,
    /** What was fetched is not what was promised. */
    WRONG_DIGEST,
    /** The file is a model of a kind that is not supported. */
    UNSUPPORTED,
    /** The file contradicts itself or lacks something that a model needs. */
    MALFORMED,
    /** The chat template cannot be rendered. */
    TEMPLATE,
    /** A file could not be written. */
    IO
  }

  private final Code code;

  public ModelException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public ModelException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}

package dev.nightshift.generation;

import java.util.List;

/** A configured model gave no answer that can be used, or what was said of one cannot be. */
public final class GenerationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** No model or flow has this name. */
    UNKNOWN_NAME,
    /** The model cannot be opened at the moment. */
    NOT_LOADED,
    /** An object breaks its schema: an answer also after having been repaired. */
    INVALID,
    /** What was said of an answer makes no sense. */
    REQUEST,
    /** The transaction is not known, or is another model's. */
    UNKNOWN_TRANSACTION,
    /** Something could not be written down. */
    IO
  }

  private final Code code;
  private final transient List<Violation> violations;
  private final String transactionId;

  public GenerationException(Code code, String message) {
    this(code, message, List.of(), "");
  }

  public GenerationException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.violations = List.of();
    this.transactionId = "";
  }

  /**
   * INVALID and why.
   *
   * @param transactionId of the answer that was recorded; empty for none
   */
  GenerationException(Code code, String message, List<Violation> violations, String transactionId) {
    super(message);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.transactionId = transactionId;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }

  /** What breaks the schema. */
  public List<Violation> violations() {
    return violations;
  }

  /** The exchange that was recorded; empty when none was. */
  public String transactionId() {
    return transactionId;
  }
}

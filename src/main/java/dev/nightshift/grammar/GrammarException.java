package dev.nightshift.grammar;

/** A constraint that cannot be kept; the message says where and what to use instead. */
public final class GrammarException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Code {
    /** No JSON, no schema, or no regular expression. */
    MALFORMED,
    /** A keyword or construct that is not supported. */
    UNSUPPORTED,
    /** Nothing can ever satisfy it. */
    UNSATISFIABLE,
    /** Its automaton would be too large. */
    TOO_LARGE,
    /** Even the shortest text has more tokens than may be written. */
    TOO_FEW_TOKENS
  }

  private final Code code;

  GrammarException(Code code, String message) {
    super(message);
    this.code = code;
  }

  GrammarException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What is wrong with it. */
  public Code code() {
    return code;
  }
}

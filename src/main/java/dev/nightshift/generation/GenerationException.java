package dev.nightshift.generation;

import java.util.List;

/** A configured model gave no answer that can be used, or what was said of one cannot be. */
public final class GenerationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** No model has this id, which is the subject. */
    UNKNOWN_MODEL,
    /** No flow has this name, which is the subject. */
    UNKNOWN_FLOW,
    /** The model, whose id is the subject, cannot be opened at the moment. */
    NOT_LOADED,
    /** An answer breaks its schema, also after a repair; the subject is the exchange. */
    INVALID_ANSWER,
    /** A correction breaks the schema. */
    INVALID_CORRECTION,
    /** What was said of an answer makes no sense. */
    REQUEST,
    /** The transaction is not known, or is another model's. */
    UNKNOWN_TRANSACTION,
    /** Something could not be written down. */
    IO
  }

  private final Code code;
  private final transient List<Violation> violations;
  private final String subject;

  GenerationException(Code code, String message) {
    this(code, message, "", List.of());
  }

  GenerationException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.violations = List.of();
    this.subject = "";
  }

  GenerationException(Code code, String message, String subject, List<Violation> violations) {
    super(message);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.subject = subject;
  }

  /** The same about something. */
  GenerationException about(String what) {
    GenerationException same =
        new GenerationException(code, String.valueOf(getMessage()), what, violations);
    same.initCause(this);
    return same;
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }

  /** What breaks the schema. */
  public List<Violation> violations() {
    return violations;
  }

  /** What it is about, as {@link Code} says; empty for nothing. */
  public String subject() {
    return subject;
  }
}

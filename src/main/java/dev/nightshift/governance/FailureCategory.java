package dev.nightshift.governance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The patterns that failures are counted by. */
public enum FailureCategory {
  /** A module that may not be imported, or is not there. */
  FORBIDDEN_IMPORTS,
  /** No Python. */
  SYNTAX_ERRORS,
  /** No function of the name asked for, or one that takes other arguments. */
  MISSING_FUNCTION,
  TIMEOUTS,
  /** A value of another type or shape, or printed instead of returned. */
  RETURN_FORMAT_ERROR,
  /** The right type, another value. */
  WRONG_OUTPUT,
  /** Too much memory or output. */
  RESOURCE_LIMITS,
  /** An exception, a crash, no program at all, something dangerous in it. */
  OTHER;

  /** As it is written in files and replies: {@code forbidden_imports}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same for a sentence: {@code forbidden imports}. */
  String words() {
    return word().replace('_', ' ');
  }
}

package dev.nightshift.console;

/** A page that cannot be shown, or a form that cannot be taken, with a text for who sent it. */
final class ConsoleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** What is wrong. */
  enum Code {
    /** There is no such thing to show: 404. */
    UNKNOWN(404),
    /** What was written into the form makes no sense: 400. */
    REQUEST(400),
    /** The form does not come from a page of this session: 403. */
    FORGED(403);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  ConsoleException(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}

package dev.nightshift.gateway;

/** A request in OpenAI's form cannot be served as it is; the message says why to the client. */
final class OpenAiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, with the word that OpenAI has for it. */
  enum Code {
    INVALID(400, "invalid_value"),
    UNSUPPORTED(400, "unsupported_parameter"),
    UNKNOWN_MODEL(404, "model_not_found"),
    INVALID_ANSWER(502, "invalid_answer");

    private final int status;
    private final String word;

    Code(int status, String word) {
      this.status = status;
      this.word = word;
    }

    int status() {
      return status;
    }

    String word() {
      return word;
    }
  }

  private final Code code;
  private final String param;

  /**
   * An error.
   *
   * @param param the parameter that it is about, as a path
   */
  OpenAiException(Code code, String param, String message) {
    super(message);
    this.code = code;
    this.param = param;
  }

  Code code() {
    return code;
  }

  String param() {
    return param;
  }

  /** A value that is not one of those it may be. */
  static OpenAiException invalid(String param, String message) {
    return new OpenAiException(Code.INVALID, param, message);
  }

  /** What would change the answer and is not there. */
  static OpenAiException unsupported(String param, String message) {
    return new OpenAiException(Code.UNSUPPORTED, param, message);
  }
}

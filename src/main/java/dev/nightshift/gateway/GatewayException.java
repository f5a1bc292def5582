package dev.nightshift.gateway;

/** A request to the gateway cannot be served; the message says why to the client. */
final class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  enum Code {
    BAD_REQUEST(400),
    ABANDONED(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    TOO_SLOW(408),
    TOO_LARGE(413),
    TOO_MANY(429),
    UNAVAILABLE(503);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    int status() {
      return status;
    }
  }

  private final Code code;

  GatewayException(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}

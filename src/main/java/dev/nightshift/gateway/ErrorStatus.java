package dev.nightshift.gateway;

import dev.nightshift.memory.MemoryException;
import dev.nightshift.serving.ServingException;

/** The HTTP statuses of what goes wrong behind the gateway. */
final class ErrorStatus {
  private ErrorStatus() {}

  static int of(ServingException e) {
    return switch (e.code()) {
      case BUSY -> 429;
      case TIMEOUT -> 504;
      case CANCELLED, UNAVAILABLE, ADAPTER -> 503;
      case REQUEST -> 400;
    };
  }

  /** What a client is told; where files and servers are, and what they said, is for the log. */
  static String detail(ServingException e) {
    return switch (e.code()) {
      case BUSY, REQUEST -> String.valueOf(e.getMessage());
      case TIMEOUT -> "the model did not answer in time; ask for less, or try again later";
      case CANCELLED -> "the answer was cancelled before it was complete";
      case UNAVAILABLE, ADAPTER ->
          "the model cannot answer at the moment; the server's log says why";
    };
  }

  /** What a client is told; where files are is for the log. */
  static String detail(MemoryException e) {
    return switch (e.code()) {
      case UNKNOWN_EXCHANGE -> String.valueOf(e.getMessage());
      case LOCKED, CORRUPT, DETACHED, IO ->
          "the memory cannot be used at the moment, without which nothing is answered; the"
              + " server's log says why";
    };
  }

  static int of(MemoryException e) {
    return switch (e.code()) {
      case UNKNOWN_EXCHANGE -> 404;
      case LOCKED, CORRUPT, DETACHED, IO -> 503;
    };
  }
}

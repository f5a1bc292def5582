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

  static int of(MemoryException e) {
    return switch (e.code()) {
      case UNKNOWN_EXCHANGE -> 404;
      case LOCKED, CORRUPT, IO -> 503;
    };
  }
}

package dev.nightshift.gateway;

import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.coderuns.CodeRunsException;
import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.versions.VersionsException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What goes wrong with programs, as problems. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CodeErrors {
  private static final Logger LOG = LoggerFactory.getLogger(CodeErrors.class);

  /** Somebody has to install something. */
  private static final Duration MENDED = Duration.ofMinutes(1);

  /** A run takes a while. */
  private static final Duration A_PLACE = Duration.ofSeconds(15);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onLoop(CodeLoopException e) {
    return switch (e.code()) {
      case TASK, REQUEST -> answer(400, e, A_PLACE);
      case CANCELLED -> answer(503, e, A_PLACE);
    };
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onRuns(CodeRunsException e) {
    return switch (e.code()) {
      case BUSY, CLOSED -> answer(503, e, A_PLACE);
      case TOO_MANY -> answer(429, e, A_PLACE);
      case UNKNOWN -> answer(404, e, A_PLACE);
      case STORAGE -> {
        LOG.error("a run's file", e);
        yield answer(503, e, MENDED);
      }
    };
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onVersions(VersionsException e) {
    return switch (e.code()) {
      case REQUEST -> answer(404, e, A_PLACE);
      case FAILED -> answer(409, e, A_PLACE);
      case BUSY -> answer(503, e, A_PLACE);
      case STORAGE -> {
        LOG.error("the history of programs", e);
        yield answer(503, "the history of programs cannot be read; the log says why", MENDED);
      }
    };
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onSandbox(SandboxException e) {
    return switch (e.code()) {
      case REQUEST -> answer(400, e, A_PLACE);
      case REFUSED -> {
        LOG.warn("no program is run: {}", e.getMessage());
        yield answer(503, e, MENDED);
      }
      case STOPPED -> answer(503, e, A_PLACE);
      case BROKEN -> {
        LOG.error("the sandbox failed", e);
        yield answer(503, "the sandbox failed; the server's log says why", A_PLACE);
      }
    };
  }

  private static ResponseEntity<ProblemDetail> answer(
      int status, RuntimeException e, Duration retry) {
    return answer(status, String.valueOf(e.getMessage()), retry);
  }

  private static ResponseEntity<ProblemDetail> answer(int status, String detail, Duration retry) {
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    if (status == 429 || status == 503) {
      response.header(HttpHeaders.RETRY_AFTER, GatewayErrors.seconds(retry));
    }
    return response.body(Problems.of(status, detail));
  }
}

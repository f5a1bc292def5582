package dev.nightshift.gateway;

import dev.nightshift.access.AccessException;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.quarantine.QuarantineException;
import dev.nightshift.serving.ServingException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns what went wrong into problem details; details are for clients, traces for the log. */
@RestControllerAdvice
final class GatewayErrors extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayErrors.class);

  /** When to ask again where nobody knows better. */
  static final Duration SHORT_WHILE = Duration.ofSeconds(1);

  /** What a client is told of a failure that nobody expected. */
  static final String UNEXPECTED = "the server failed at this request; its log says why";

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onServing(ServingException e) {
    int status = ErrorStatus.of(e);
    if (e.code() == ServingException.Code.TIMEOUT) {
      LOG.warn("no answer: {}", e.getMessage()); // where it was is not what is wrong
    } else if (status >= 500) {
      LOG.warn("no answer: {} {}", e.code(), e.getMessage(), e);
    }
    return answer(status, ErrorStatus.detail(e), e.retryAfter().orElse(SHORT_WHILE));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onMemory(MemoryException e) {
    int status = ErrorStatus.of(e);
    if (status >= 500) {
      LOG.error("the memory failed: {}", e.code(), e);
    }
    return answer(status, ErrorStatus.detail(e), SHORT_WHILE);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onQuarantine(QuarantineException e) {
    return switch (e.code()) {
      case UNKNOWN -> answer(404, String.valueOf(e.getMessage()), SHORT_WHILE);
      case STORAGE -> {
        LOG.error("the quarantine failed", e);
        yield answer(
            503,
            "what was said cannot be checked at the moment, so it was not taken; the server's log"
                + " says why",
            SHORT_WHILE);
      }
    };
  }

  /** Without vectors nothing can be compared with what is known: a correction is not taken then. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> onEmbedding(EmbeddingException e) {
    LOG.warn("no vector: {}", e.getMessage()); // where it was is not what is wrong
    return switch (e.code()) {
      case LOAD ->
          answer(
              503,
              "the embedding model cannot be loaded, so this was not taken; /health and the"
                  + " server's log say why",
              SHORT_WHILE);
      case COMPUTE -> ResponseEntity.status(500).body(Problems.of(500, UNEXPECTED));
    };
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onAccess(AccessException e, HttpServletRequest request) {
    int status = Problems.statusOf(e);
    if (status >= 500) {
      LOG.error("the keys cannot be used", e);
    }
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    Problems.challenges(e, request)
        .forEach(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
    if (status == 503) {
      response.header(HttpHeaders.RETRY_AFTER, Problems.KEYS_RETRY_SECONDS);
    }
    return response.body(Problems.of(status, Problems.detailOf(e)));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onGateway(GatewayException e) {
    return answer(e.code().status(), String.valueOf(e.getMessage()), SHORT_WHILE);
  }

  /** Tomcat's word for a query or form that is none. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> onParameters(InvalidParameterException e) {
    return ResponseEntity.status(400)
        .body(Problems.of(400, "the query of this request is malformed"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> onAnything(RuntimeException e) {
    LOG.error("a request failed", e);
    return ResponseEntity.status(500).body(Problems.of(500, UNEXPECTED));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof GatewayException gateway) {
        return handleExceptionInternal(
            e,
            Problems.of(gateway.code().status(), String.valueOf(gateway.getMessage())),
            headers,
            HttpStatusCode.valueOf(gateway.code().status()),
            request);
      }
    }
    String detail = UnreadableBody.say(e.getCause());
    return handleExceptionInternal(e, Problems.of(400, detail), headers, status, request);
  }

  private static ResponseEntity<ProblemDetail> answer(int status, String detail, Duration retry) {
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    if (status == 429 || status == 503) {
      response.header(HttpHeaders.RETRY_AFTER, seconds(retry));
    }
    return response.body(Problems.of(status, detail));
  }

  /** For Retry-After: whole ones, at least one. */
  static String seconds(Duration duration) {
    return String.valueOf(Math.max(1, Math.ceilDiv(duration.toMillis(), 1000)));
  }
}

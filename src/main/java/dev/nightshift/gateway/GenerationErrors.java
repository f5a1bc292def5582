package dev.nightshift.gateway;

import dev.nightshift.generation.GenerationException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Failures of configured models: two in the shape that applications of older sidecars know, the
 * others as problems.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class GenerationErrors {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationErrors.class);

  @ExceptionHandler
  ResponseEntity<Object> onGeneration(GenerationException e) {
    int status = status(e);
    if (status >= 500) {
      log(LOG, e.code().toString(), e);
    }
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    if (status == 503) {
      response.header(HttpHeaders.RETRY_AFTER, "30");
    }
    if (e.code() == GenerationException.Code.INVALID_ANSWER) {
      response.header(TransactionIds.HEADER, e.subject());
    }
    return switch (e.code()) {
      case UNKNOWN_MODEL, NOT_LOADED ->
          response.contentType(MediaType.APPLICATION_JSON).body(error(e));
      default -> response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem(e, status));
    };
  }

  /**
   * Writes down why a request failed. That a model gave an invalid answer is no defect of this
   * program: what was wrong with which answer is told, and not where in the program it was seen.
   */
  static void log(Logger log, String what, RuntimeException failure) {
    if (failure instanceof GenerationException e
        && e.code() == GenerationException.Code.INVALID_ANSWER) {
      log.warn("{}: {} ({}): {}", what, e.getMessage(), e.subject(), e.violations());
    } else {
      log.warn("{}: {}", what, failure.getMessage(), failure);
    }
  }

  /** The HTTP status. */
  static int status(GenerationException e) {
    return switch (e.code()) {
      case UNKNOWN_MODEL, REQUEST -> 400;
      case UNKNOWN_FLOW, UNKNOWN_TRANSACTION -> 404;
      case INVALID_CORRECTION -> 422;
      case INVALID_ANSWER -> 502;
      case NOT_LOADED, IO -> 503;
    };
  }

  /** What a client is told; where servers and files are is for the log. */
  static String detail(GenerationException e) {
    return e.code() == GenerationException.Code.NOT_LOADED
        ? e.subject() + " model not loaded. Please check server logs."
        : String.valueOf(e.getMessage());
  }

  private static Map<String, Object> error(GenerationException e) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("error", detail(e));
    if (e.code() == GenerationException.Code.UNKNOWN_MODEL) {
      error.put("specified_model_id", e.subject());
    }
    return error;
  }

  private static ProblemDetail problem(GenerationException e, int status) {
    ProblemDetail problem = Problems.of(status, detail(e));
    if (!e.violations().isEmpty()) {
      problem.setProperty("violations", e.violations());
    }
    if (e.code() == GenerationException.Code.INVALID_ANSWER) {
      problem.setProperty("transaction_id", e.subject());
    }
    return problem;
  }
}

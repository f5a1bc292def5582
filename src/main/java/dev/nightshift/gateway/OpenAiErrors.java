package dev.nightshift.gateway;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Errors under {@code /v1} in the shape that OpenAI's clients read. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OpenAiErrors implements ResponseBodyAdvice<Object> {
  /** Where OpenAI's API begins. */
  static final String ROOT = "/v1";

  @ExceptionHandler
  ResponseEntity<JsonNode> onOpenAi(OpenAiException e) {
    return ResponseEntity.status(e.code().status())
        .contentType(MediaType.APPLICATION_JSON)
        .body(error(e));
  }

  /** An error of a request in OpenAI's form. */
  static ObjectNode error(OpenAiException e) {
    OpenAiException.Code code = e.code();
    return error(code.status(), String.valueOf(e.getMessage()), e.param(), code.word());
  }

  /** Whether a path is one of OpenAI's API. */
  static boolean applyTo(HttpServletRequest request) {
    return applyTo(request.getRequestURI());
  }

  private static boolean applyTo(String path) {
    return ROOT.equals("/" + RequestGuard.firstSegment(path));
  }

  /** An error by its status alone. */
  static ObjectNode error(int status, String message) {
    return error(status, message, null, word(status));
  }

  private static ObjectNode error(
      int status, String message, @Nullable String param, @Nullable String word) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type(status))
        .put("param", param)
        .put("code", word);
    return body;
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static @Nullable String word(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 404 -> "not_found";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_exceeded";
      case 503 -> "unavailable";
      case 504 -> "timeout";
      default -> null;
    };
  }

  @Override
  public boolean supports(
      MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  /** What the gateway calls a problem is this kind of error there. */
  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returned,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (!(body instanceof ProblemDetail problem) || !applyTo(request.getURI().getRawPath())) {
      return body;
    }
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    String detail = problem.getDetail();
    return error(problem.getStatus(), detail == null ? "the request failed" : detail);
  }
}

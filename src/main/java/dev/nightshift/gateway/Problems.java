package dev.nightshift.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Errors as {@code application/problem+json} (RFC 9457). */
final class Problems {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Problems() {}

  /** A problem with the status' own title and a detail for the client. */
  static ProblemDetail of(int status, String detail) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), detail);
  }

  /** Answers with a problem where no controller is involved. */
  static void write(HttpServletResponse response, GatewayException e) throws IOException {
    if (e.code() == GatewayException.Code.UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    write(response, body(e.code().status(), String.valueOf(e.getMessage())));
  }

  /** The same with a command's own word for what went wrong, in the member {@code code}. */
  static void write(HttpServletResponse response, int status, String code, String detail)
      throws IOException {
    write(response, body(status, detail).put("code", code));
  }

  private static ObjectNode body(int status, String detail) {
    return JSON.createObjectNode()
        .put("type", "about:blank")
        .put("title", HttpStatus.valueOf(status).getReasonPhrase())
        .put("status", status)
        .put("detail", detail);
  }

  private static void write(HttpServletResponse response, ObjectNode body) throws IOException {
    response.setStatus(body.path("status").intValue());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(JSON.writeValueAsBytes(body));
  }
}

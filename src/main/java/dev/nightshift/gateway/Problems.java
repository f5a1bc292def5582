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
    int status = e.code().status();
    ObjectNode body = JSON.createObjectNode();
    body.put("type", "about:blank");
    body.put("title", HttpStatus.valueOf(status).getReasonPhrase());
    body.put("status", status);
    body.put("detail", e.getMessage());
    response.setStatus(status);
    if (e.code() == GatewayException.Code.UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(JSON.writeValueAsBytes(body));
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Errors as {@code application/problem+json} (RFC 9457). */
final class Problems {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What people open in a browser, which asks for a key when it is told to. */
  private static final Set<String> PAGES = Set.of("docs", "v3", "swagger-ui");

  /** Somebody has to mend the keys. */
  static final String KEYS_RETRY_SECONDS = "30";

  private Problems() {}

  /** A problem with the status' own title and a detail for the client. */
  static ProblemDetail of(int status, String detail) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), detail);
  }

  /** Answers with a problem where no controller is involved, in the form of the route's API. */
  static void write(HttpServletRequest request, HttpServletResponse response, GatewayException e)
      throws IOException {
    write(request, response, e.code().status(), String.valueOf(e.getMessage()));
  }

  /** The same for somebody who may not. */
  static void write(HttpServletRequest request, HttpServletResponse response, AccessException e)
      throws IOException {
    challenges(e, request)
        .forEach(challenge -> response.addHeader(HttpHeaders.WWW_AUTHENTICATE, challenge));
    if (statusOf(e) == 503) {
      response.setHeader(HttpHeaders.RETRY_AFTER, KEYS_RETRY_SECONDS);
    }
    write(request, response, statusOf(e), detailOf(e));
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, int status, String detail)
      throws IOException {
    if (OpenAiErrors.applyTo(request)) {
      write(response, status, MediaType.APPLICATION_JSON_VALUE, OpenAiErrors.error(status, detail));
    } else {
      write(response, body(status, detail));
    }
  }

  /** The same with a command's own word for what went wrong, in the member {@code code}. */
  static void write(HttpServletResponse response, int status, String code, String detail)
      throws IOException {
    write(response, body(status, detail).put("code", code));
  }

  /** The status for somebody who may not. */
  static int statusOf(AccessException e) {
    return switch (e.code()) {
      case INVALID -> 400;
      case UNKNOWN_ID -> 404;
      case MISSING, REFUSED -> 401;
      case SCOPE -> 403;
      case UNREADABLE -> 503;
    };
  }

  /** What a client is told; where files lie is not its business. */
  static String detailOf(AccessException e) {
    return e.code() == AccessException.Code.UNREADABLE
        ? "the server cannot read its keys, so it lets nobody in; its log says why"
        : String.valueOf(e.getMessage());
  }

  /** How to get in: by a bearer token (RFC 6750), or from a browser by a password (RFC 7617). */
  static List<String> challenges(AccessException e, HttpServletRequest request) {
    List<String> challenges = new ArrayList<>();
    switch (e.code()) {
      case MISSING -> challenges.add("Bearer");
      case REFUSED -> challenges.add("Bearer error=\"invalid_token\"");
      case SCOPE -> challenges.add("Bearer error=\"insufficient_scope\"");
      case INVALID, UNKNOWN_ID, UNREADABLE -> {}
    }
    if (statusOf(e) == 401 && PAGES.contains(RequestGuard.firstSegment(request.getRequestURI()))) {
      challenges.add("Basic realm=\"the password is an API key\", charset=\"UTF-8\"");
    }
    return challenges;
  }

  /** The body of a problem; the status' own title without a detail. */
  static ObjectNode body(int status, @Nullable String detail) {
    HttpStatus known = HttpStatus.resolve(status);
    ObjectNode body =
        JSON.createObjectNode()
            .put("type", "about:blank")
            .put("title", known == null ? "Error" : known.getReasonPhrase())
            .put("status", status);
    return detail == null ? body : body.put("detail", detail);
  }

  private static void write(HttpServletResponse response, ObjectNode body) throws IOException {
    write(response, body.path("status").intValue(), MediaType.APPLICATION_PROBLEM_JSON_VALUE, body);
  }

  private static void write(HttpServletResponse response, int status, String type, ObjectNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.getOutputStream().write(JSON.writeValueAsBytes(body));
  }
}

package dev.nightshift.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Tomcat itself refuses (a request line that is none, a header too long) or cannot do is a
 * problem like all others, instead of a page that names Tomcat and shows a trace.
 */
final class ProblemPages extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

  private static String detail(int status) {
    return switch (status) {
      case HttpServletResponse.SC_NOT_IMPLEMENTED ->
          "this server does not know the method or the transfer encoding of this request";
      case HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED -> "this server speaks HTTP/1.1";
      default ->
          status < 500
              ? "this is not a request that the server understands"
              : GatewayErrors.UNEXPECTED;
    };
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    if (thrown != null && status < 500) {
      LOG.debug("a client sent what is no request: {}", thrown.getMessage());
    } else if (thrown != null) {
      LOG.error("a request failed", thrown);
    }
    String detail = detail(status);
    boolean openAi = String.valueOf(request.getRequestURI()).startsWith(OpenAiErrors.ROOT + "/");
    ObjectNode said = openAi ? OpenAiErrors.error(status, detail) : Problems.body(status, detail);
    byte[] body = said.toString().getBytes(StandardCharsets.UTF_8);
    try {
      response.setContentType(
          openAi ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("the client is gone before it could be told of its mistake", e);
    }
  }
}

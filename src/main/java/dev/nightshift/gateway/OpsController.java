package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.GatewayException.Code;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The routes of commands. {@code POST /ops/{command}} answers the command's JSON lines as they
 * come. A command that is refused before it has begun, because something else holds what it needs
 * (code BUSY) or because the request makes no sense (REQUEST), is answered 409 or 400 with a
 * problem that carries the code. With {@code Prefer: respond-async} it answers 202 with the
 * operation's id, whose lines {@code GET /ops/operations/{id}} tells. Either way the work goes on
 * when the client is gone.
 */
@RestController
@Needs(AccessScope.OPERATE)
final class OpsController {
  private final RunningOperations operations;
  private final JsonMapper json;

  OpsController(RunningOperations operations, JsonMapper json) {
    this.operations = operations;
    this.json = json;
  }

  @Operation(
      summary = "Runs a command and answers its JSON lines as they come",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              description = "The command's arguments",
              content =
                  @Content(mediaType = "application/json", schema = @Schema(type = "object"))))
  @ApiResponse(
      responseCode = "200",
      description = "Progress, and at last the reply or the error",
      content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "202",
      description = "With Prefer: respond-async: where its lines will be told",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  @ApiResponse(
      responseCode = "409",
      description = "Something else holds what it needs",
      content = @Content(mediaType = "application/problem+json", schema = @Schema(type = "object")))
  @PostMapping("/ops/{command}")
  void start(
      @PathVariable String command,
      @RequestBody(required = false) @Nullable String body,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      HttpServletResponse response)
      throws IOException {
    RunningOperation operation = operations.start(command, body == null ? "" : body);
    if (prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async")) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      response.setHeader(HttpHeaders.LOCATION, "/ops/operations/" + operation.id());
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.getOutputStream().write(json.writeValueAsBytes(Map.of("operation", operation.id())));
      return;
    }
    RunningOperation.Lines first = operation.await(0);
    if (!refused(first, response)) {
      response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
      follow(operation, response.getOutputStream());
    }
  }

  /** Answers with a problem when the command did not begin. */
  private boolean refused(RunningOperation.Lines first, HttpServletResponse response)
      throws IOException {
    if (first.lines().isEmpty()) {
      return false;
    }
    JsonNode error = json.readTree(first.lines().getFirst()).path("error");
    String code = error.path("code").asString("");
    int status =
        switch (code) {
          case "BUSY" -> HttpServletResponse.SC_CONFLICT;
          case "REQUEST" -> HttpServletResponse.SC_BAD_REQUEST;
          default -> 0;
        };
    if (status > 0) {
      Problems.write(response, status, code, error.path("message").asString(""));
    }
    return status > 0;
  }

  private static void follow(RunningOperation operation, OutputStream out) throws IOException {
    int next = 0;
    while (true) {
      RunningOperation.Lines lines = operation.await(next);
      for (String line : lines.lines()) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      next = lines.next();
      if (lines.ended()) {
        return;
      }
    }
  }

  @Operation(summary = "Tells how an operation stands")
  @GetMapping("/ops/operations/{id}")
  Report report(@PathVariable String id, @RequestParam(defaultValue = "0") int after) {
    RunningOperation operation =
        operations
            .find(id)
            .orElseThrow(
                () -> new GatewayException(Code.NOT_FOUND, "there is no operation with id " + id));
    RunningOperation.Lines lines = operation.after(Math.max(0, after));
    return new Report(
        id,
        operation.command(),
        lines.ended() ? "ended" : "running",
        lines.lines().stream().map(json::readTree).toList(),
        lines.next());
  }

  /**
   * How an operation stands.
   *
   * @param lines its JSON lines after the ones asked for
   * @param next what to ask after for the following ones
   */
  record Report(String id, String command, String state, List<JsonNode> lines, int next) {}
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.GatewayException.Code;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How the pipeline governs itself: what {@code pipeline governance --json} prints, in parts. */
@RestController
@RequestMapping(path = "/governance", produces = MediaType.APPLICATION_JSON_VALUE)
@Needs(AccessScope.OPERATE)
final class GovernanceController {
  private static final String COMMAND = "governance";

  private final CommandRunner commands;
  private final JsonMapper json;

  GovernanceController(GatewayParts parts, JsonMapper json) {
    this.commands = parts.commands();
    this.json = json;
  }

  @Operation(summary = "Tells the newest report")
  @ApiResponse(
      responseCode = "200",
      description = "The report",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  @ApiResponse(
      responseCode = "404",
      description = "There is no report yet",
      content = @Content(mediaType = "application/problem+json", schema = @Schema(type = "object")))
  @GetMapping("/report")
  JsonNode report() {
    JsonNode report = reply(asking("LAST")).path("report");
    if (!report.isObject()) {
      throw new GatewayException(
          Code.NOT_FOUND, "there is no report yet; POST /governance/report writes one");
    }
    return report;
  }

  @Operation(summary = "Writes a report of what failed lately")
  @ApiResponse(
      responseCode = "200",
      description = "The report",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  @PostMapping("/report")
  JsonNode write(@RequestBody SpanBody body) {
    ObjectNode request = asking("REPORT");
    if (body.sinceMs() != null) {
      request.put("since_ms", body.sinceMs());
    }
    return reply(request).path("report");
  }

  @Operation(summary = "Lists the reports, newest first")
  @ApiResponse(
      responseCode = "200",
      description = "The reports in short",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "array")))
  @GetMapping("/reports")
  JsonNode reports() {
    return reply(asking("REPORTS")).path("reports");
  }

  @Operation(summary = "Tells reports, adoptions, nights and rollbacks, oldest first")
  @ApiResponse(
      responseCode = "200",
      description = "What happened",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "array")))
  @GetMapping("/timeline")
  JsonNode timeline() {
    return reply(asking("TIMELINE")).path("timeline");
  }

  @Operation(summary = "Answers a question about failures, reports, instructions, tasks or nights")
  @ApiResponse(
      responseCode = "200",
      description = "The answer with its facts and the files they come from",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  @PostMapping("/chat")
  JsonNode chat(@RequestBody ChatBody body) {
    String question = body.question();
    if (question == null || question.isBlank()) {
      throw new GatewayException(Code.BAD_REQUEST, "question is missing or blank");
    }
    return reply(asking("ASK").put("question", question)).path("answer");
  }

  private ObjectNode asking(String wanted) {
    return json.createObjectNode().put("wanted", wanted);
  }

  /** The last line says how it went. */
  private JsonNode reply(ObjectNode request) {
    List<String> lines = new ArrayList<>();
    commands.run(COMMAND, json.writeValueAsString(request), lines::add);
    if (lines.isEmpty()) {
      throw new GatewayException(Code.UNAVAILABLE, "governance gave no answer");
    }
    JsonNode last = json.readTree(lines.getLast());
    JsonNode error = last.path("error");
    if (error.isObject()) {
      throw new GatewayException(
          error.path("code").asString("").equals("REQUEST") ? Code.BAD_REQUEST : Code.UNAVAILABLE,
          error.path("message").asString(""));
    }
    return last.path("reply");
  }

  /** How far back a report looks. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record SpanBody(
      @Schema(description = "Milliseconds; as configured where it is missing")
          @Nullable Long sinceMs) {}

  /** A question. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ChatBody(@Nullable String question) {}
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.gateway.CodeBodies.History;
import dev.nightshift.gateway.CodeBodies.Run;
import dev.nightshift.gateway.CodeBodies.RunBody;
import dev.nightshift.gateway.CodeBodies.Runs;
import dev.nightshift.versions.ProgramVersions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The routes under /code/runs: runs of the whole loop. A key's user sees its own; a key that may
 * operate the server sees all.
 */
@RestController
@Needs({AccessScope.ASK, AccessScope.OPERATE})
final class CodeRunsController {
  private static final String ROOT = "/code/runs";

  private final CodeRuns runs;
  private final ProgramVersions versions;
  private final JsonMapper json;

  CodeRunsController(GatewayParts parts, JsonMapper json) {
    this.runs = parts.code();
    this.versions = parts.versions();
    this.json = json;
  }

  /** Where a run is found. */
  static String at(String id) {
    return ROOT + "/" + id;
  }

  private static Viewer viewer(Caller caller) {
    return new Viewer(caller.name(), caller.scopes().contains(AccessScope.OPERATE));
  }

  @Needs(AccessScope.ASK)
  @Operation(
      summary = "Starts a run: programs are written, run and repaired until everything passes",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = CodeBodies.RunBodyForm.class))))
  @ApiResponse(
      responseCode = "202",
      description = "It waits or goes on; Location says where it is found",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = RunSummary.class)))
  @PostMapping(ROOT)
  ResponseEntity<RunSummary> start(@RequestBody RunBody body, Caller caller) {
    RunSummary started =
        runs.start(body.task(runs.workshop().limits()), body.rounds(), caller.name());
    return ResponseEntity.accepted().location(URI.create(at(started.id()))).body(started);
  }

  @Operation(summary = "Lists runs, the newest first")
  @GetMapping(ROOT)
  Runs list(Caller caller) {
    return new Runs(runs.list(viewer(caller)));
  }

  @Operation(summary = "Tells how a run stands, with its best program")
  @GetMapping(ROOT + "/{id}")
  Run show(@PathVariable String id, Caller caller) {
    return Run.of(runs.report(id, viewer(caller)));
  }

  @Operation(summary = "Tells all programs of a run, what was wrong with them and what was said")
  @GetMapping(ROOT + "/{id}/history")
  History history(@PathVariable String id, Caller caller) {
    RunReport report = runs.report(id, viewer(caller));
    return new History(report.summary(), report.attempts());
  }

  @Operation(
      summary = "Tells what comes of a run as server-sent events: state, attempt, and ended",
      description =
          "Attempts have numbers as their ids; what has been comes first, or what followed the"
              + " Last-Event-ID.")
  @ApiResponse(
      responseCode = "200",
      description = "Events with a summary of the run, or an attempt",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  @GetMapping(ROOT + "/{id}/events")
  void events(
      @PathVariable String id,
      @Parameter(description = "the last attempt that is known already")
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String last,
      Caller caller,
      HttpServletResponse response) {
    new CodeEvents(runs, id, viewer(caller), json, response).write(number(last));
  }

  private static int number(@Nullable String last) {
    return last == null || !last.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(last);
  }

  @Operation(summary = "Ends a run; one that is over stays as it is")
  @PostMapping(ROOT + "/{id}/cancel")
  RunSummary cancel(@PathVariable String id, Caller caller) {
    return runs.cancel(id, viewer(caller));
  }

  @Operation(summary = "Ends a run if it goes on, and forgets it")
  @ApiResponse(responseCode = "204", description = "It is forgotten")
  @DeleteMapping(ROOT + "/{id}")
  ResponseEntity<Void> delete(@PathVariable String id, Caller caller) {
    runs.delete(id, viewer(caller));
    versions.forget(id);
    return ResponseEntity.noContent().build();
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.codeloop.Cancellation;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.versions.Difference;
import dev.nightshift.versions.Program;
import dev.nightshift.versions.ProgramVersions;
import dev.nightshift.versions.RunVersion;
import dev.nightshift.versions.SolutionDecision;
import dev.nightshift.versions.VersionsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The routes of versions of programs. A key's user sees those of its own runs, by their whole
 * names; a key that may operate the server sees all, and the solutions of tasks.
 */
@RestController
@Needs({AccessScope.ASK, AccessScope.OPERATE})
final class CodeVersionsController {
  private static final int MOST = 1_000;
  private static final int LONGEST_REASON = 1_000;
  private static final String NAME =
      "RUN:3 or RUN:best; for an operator also TASK:v2, TASK:adopted";

  private final ProgramVersions versions;
  private final CodeRuns runs;

  CodeVersionsController(GatewayParts parts) {
    this.versions = parts.versions();
    this.runs = parts.code();
  }

  /**
   * What is kept.
   *
   * @param runs with their attempts, the newest first
   * @param solutions of every task what is in force; for an operator
   */
  @Schema(name = "CodeVersions")
  record Kept(List<RunVersion> runs, List<SolutionDecision> solutions) {}

  @Operation(summary = "Lists the kept runs with their attempts, the newest first")
  @GetMapping("/code/history")
  Kept history(
      @Parameter(description = "of this task only") @RequestParam(defaultValue = "") String task,
      @RequestParam(defaultValue = "50") int most,
      Caller caller) {
    if (most < 1 || most > MOST) {
      throw new GatewayException(
          GatewayException.Code.BAD_REQUEST, "most must be 1 to " + MOST + ": " + most);
    }
    if (operates(caller)) {
      List<SolutionDecision> solutions =
          versions.solutions().stream()
              .filter(solution -> task.isEmpty() || solution.task().equals(task))
              .toList();
      return new Kept(versions.runs(task, any -> true, most), solutions);
    }
    return new Kept(versions.runs(task, own(caller)::contains, most), List.of());
  }

  @Operation(summary = "Tells what became other from one program to another, as a unified diff")
  @GetMapping("/code/diff")
  Difference diff(
      @Parameter(description = NAME) @RequestParam String a,
      @Parameter(description = "the same") @RequestParam String b,
      Caller caller) {
    return versions.diff(seen(a, caller), seen(b, caller));
  }

  @Operation(summary = "Gives a program that is kept")
  @GetMapping("/code/versions/{name}")
  Program program(@Parameter(description = NAME) @PathVariable String name, Caller caller) {
    return versions.program(seen(name, caller));
  }

  /**
   * Why a program is put in force.
   *
   * @param reason for the history
   */
  @Schema(name = "CodeAdoptionBody")
  record Adoption(@Nullable String reason) {}

  @Needs(AccessScope.OPERATE)
  @Operation(
      summary = "Puts a program in force as the solution of its task",
      description =
          "An attempt of a run is judged again before, and is refused with 409 when it does not"
              + " pass. What is in force already stays.")
  @PostMapping("/code/versions/{name}/adopt")
  SolutionDecision adopt(
      @Parameter(description = "RUN:3, RUN:best or TASK:v2") @PathVariable String name,
      @RequestBody(required = false) @Nullable Adoption body) {
    String reason = body == null || body.reason() == null ? "" : body.reason().strip();
    if (reason.length() > LONGEST_REASON) {
      throw new GatewayException(
          GatewayException.Code.BAD_REQUEST,
          "reason may have " + LONGEST_REASON + " characters, not " + reason.length());
    }
    Judge judge =
        (task, source) ->
            runs.requests().evaluate(task, source, runs.requests().timeout(), new Cancellation());
    return versions
        .adopt(name, runs.workshop().limits(), judge, reason.isEmpty() ? "chosen by hand" : reason)
        .orElseGet(() -> versions.decisions(versions.program(name).task(), 1).getFirst());
  }

  /** What is not one's own is not there; parts of names could tell of others' runs. */
  private String seen(String name, Caller caller) {
    String run = name.substring(0, Math.max(0, name.lastIndexOf(':')));
    if (!operates(caller) && !own(caller).contains(run)) {
      throw new VersionsException(
          VersionsException.Code.REQUEST,
          "there is no " + name + " among your runs; say the run's whole name, as RUN:3");
    }
    return name;
  }

  private Set<String> own(Caller caller) {
    return runs.list(new Viewer(caller.name(), false)).stream()
        .map(RunSummary::id)
        .collect(Collectors.toSet());
  }

  private static boolean operates(Caller caller) {
    return caller.scopes().contains(AccessScope.OPERATE);
  }
}

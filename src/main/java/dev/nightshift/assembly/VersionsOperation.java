package dev.nightshift.assembly;

import dev.nightshift.versions.Difference;
import dev.nightshift.versions.Program;
import dev.nightshift.versions.ProgramVersions;
import dev.nightshift.versions.RunVersion;
import dev.nightshift.versions.SolutionDecision;
import java.util.List;

/** Looks into the versions of programs, and puts earlier ones in force. */
final class VersionsOperation {
  private final CodeAssembly code;
  private final ProgramVersions versions;

  VersionsOperation(CodeAssembly code) {
    this.code = code;
    this.versions = code.versions();
  }

  VersionsReply run(VersionsRequest request) {
    return switch (request.action()) {
      case HISTORY -> history(request.subject(), request.limit());
      case SHOW -> programs("SHOWN", List.of(versions.program(request.subject())), "");
      case DIFF -> diff(request);
      case ADOPT -> adopt(request);
    };
  }

  private VersionsReply history(String of, int most) {
    if (of.isEmpty()) {
      return listed(versions.runs("", any -> true, most), versions.solutions());
    }
    List<SolutionDecision> ofTask = decisions(of, most);
    List<RunVersion> runs = versions.runs(of, any -> true, most);
    return ofTask.isEmpty() && runs.isEmpty()
        ? listed(List.of(versions.run(of)), List.of())
        : listed(runs, ofTask);
  }

  private List<SolutionDecision> decisions(String task, int most) {
    boolean any = versions.solutions().stream().anyMatch(one -> one.task().equals(task));
    return any ? versions.decisions(task, most) : List.of();
  }

  private VersionsReply diff(VersionsRequest request) {
    Difference difference = versions.diff(request.subject(), request.other());
    return programs(
        difference.text().isEmpty() ? "SAME" : "DIFFERENT",
        List.of(difference.from(), difference.to()),
        difference.text());
  }

  private VersionsReply adopt(VersionsRequest request) {
    String name = adopted(request.subject(), request.other());
    return versions
        .adopt(
            name,
            code.limits(),
            (task, source) -> code.judge().judge(task, source),
            request.because())
        .map(one -> reply("ADOPTED", List.of(), List.of(one), List.of(), ""))
        .orElseGet(
            () -> {
              String task = versions.program(name).task();
              return reply("NOTHING_TO_DO", List.of(), versions.decisions(task, 1), List.of(), "");
            });
  }

  /** The full name of what is to be adopted: a version of a task, or an attempt of a run. */
  private String adopted(String of, String other) {
    if (other.isEmpty()) {
      return of;
    }
    String number = other.replaceFirst("^v", "");
    boolean best = other.equals("best");
    if (!best && !number.matches("[1-9]\\d{0,5}")) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "say a task and its version as v1, v2, … or a run and its attempt as 1, 2, … or best, and"
              + " not \""
              + other
              + "\"");
    }
    boolean version =
        other.startsWith("v")
            || (!best && versions.solutions().stream().anyMatch(one -> one.task().equals(of)));
    return of + ":" + (version ? "v" + number : other);
  }

  private static VersionsReply listed(List<RunVersion> runs, List<SolutionDecision> solutions) {
    return reply("LISTED", runs, solutions, List.of(), "");
  }

  private static VersionsReply programs(String state, List<Program> programs, String diff) {
    return reply(state, List.of(), List.of(), programs, diff);
  }

  private static VersionsReply reply(
      String state,
      List<RunVersion> runs,
      List<SolutionDecision> solutions,
      List<Program> programs,
      String diff) {
    return new VersionsReply(
        state,
        runs.stream().map(VersionsReply.RunShown::of).toList(),
        solutions.stream().map(VersionsReply.SolutionShown::of).toList(),
        programs.stream().map(VersionsReply.ProgramShown::of).toList(),
        diff);
  }
}

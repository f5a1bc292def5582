package dev.nightshift.assembly;

import dev.nightshift.versions.Difference;
import dev.nightshift.versions.Program;
import dev.nightshift.versions.ProgramVersions;
import dev.nightshift.versions.RunVersion;
import dev.nightshift.versions.SolutionDecision;
import java.util.List;
import java.util.Optional;

/** Looks into the versions of programs, and puts earlier ones in force. */
final class VersionsOperation {
  private final ProgramVersions versions;

  VersionsOperation(ProgramVersions versions) {
    this.versions = versions;
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
    String number = request.other().replaceFirst("^v", "");
    if (!number.matches("[1-9]\\d{0,5}")) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "say the version as v1, v2, … and not \"" + request.other() + "\"");
    }
    Optional<SolutionDecision> chosen =
        versions.choose(request.subject(), Integer.parseInt(number), request.because());
    return chosen
        .map(one -> reply("ADOPTED", List.of(), List.of(one), List.of(), ""))
        .orElseGet(
            () ->
                reply(
                    "NOTHING_TO_DO",
                    List.of(),
                    versions.decisions(request.subject(), 1),
                    List.of(),
                    ""));
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

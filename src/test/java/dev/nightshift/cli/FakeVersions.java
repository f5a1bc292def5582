package dev.nightshift.cli;

import dev.nightshift.assembly.VersionsReply;
import dev.nightshift.assembly.VersionsRequest;
import java.time.Instant;
import java.util.List;

/** A run of one attempt, and what was decided about it. */
final class FakeVersions {
  static final String PROGRAM = "def f(n):\n    return 2 * n\n";
  private static final Instant AT = Instant.parse("2026-11-22T01:02:03Z");
  private static final String RUN = "20261122-010203-double-0a1b2c3d";

  private FakeVersions() {}

  static VersionsReply reply(VersionsRequest request) {
    VersionsReply.ProgramShown program =
        new VersionsReply.ProgramShown("double:v1", "double", "v1 adopted", PROGRAM, "c0ffee");
    return switch (request.action()) {
      case HISTORY ->
          new VersionsReply("LISTED", List.of(run()), List.of(solution()), List.of(), "");
      case SHOW -> new VersionsReply("SHOWN", List.of(), List.of(), List.of(program), "");
      case DIFF ->
          new VersionsReply(
              "DIFFERENT",
              List.of(),
              List.of(),
              List.of(program, program),
              "diff --git a/program.py b/program.py\n@@ -1 +1 @@\n-old\n+new\n");
      case ADOPT -> new VersionsReply("ADOPTED", List.of(), List.of(solution()), List.of(), "");
    };
  }

  private static VersionsReply.RunShown run() {
    VersionsReply.AttemptShown attempt =
        new VersionsReply.AttemptShown(
            RUN + ":1", 1, 1, 0, 2, 3, "failed", 40, "Double it.", AT, "c0ffee0123456789");
    return new VersionsReply.RunShown(RUN, "double", AT, 1, false, 1, List.of(attempt));
  }

  private static VersionsReply.SolutionShown solution() {
    return new VersionsReply.SolutionShown(
        "double:v1", "double", 1, "ADOPTED", RUN + ":1", 40, 0, "the first", AT, "c0ffee");
  }
}

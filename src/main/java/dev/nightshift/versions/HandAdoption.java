package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * An attempt that a person wants to be the solution of its task, whatever it was compared with.
 *
 * @param version what its commit tells of it
 * @param source the program
 * @param task as it was in that run
 */
record HandAdoption(AttemptVersion version, String source, CodeTask task) {

  /**
   * Reads an attempt.
   *
   * @param most what its task may use now
   * @throws VersionsException REQUEST when it holds no program
   * @throws dev.nightshift.codeloop.CodeLoopException TASK when its task asks for more than that
   */
  static HandAdoption of(GitStore store, RevCommit commit, Limits most) throws IOException {
    AttemptVersion version = AttemptVersion.of(commit);
    String source = store.file(commit, ProgramFiles.PROGRAM).orElse("");
    if (source.isBlank()) {
      throw new VersionsException(
          VersionsException.Code.REQUEST, version.name() + " holds no program: none was written");
    }
    String called = "the task of " + version.name();
    String yaml = store.file(commit, ProgramFiles.TASK).orElse("");
    return new HandAdoption(version, source, TaskFile.parse(called, version.task(), yaml, most));
  }

  /**
   * Judges it again, as what it may use and what runs it can have become another since.
   *
   * @return a run of this attempt alone
   * @throws VersionsException FAILED when it does not pass everything
   */
  CodeRun judged(Judge judge, Instant now) {
    Judgement judgement = judge.judge(task, source);
    if (!judgement.passed()) {
      throw new VersionsException(VersionsException.Code.FAILED, refusal(judgement));
    }
    Attempt attempt =
        new Attempt(
            version.number(),
            version.round(),
            version.parent(),
            source,
            version.feedback(),
            judgement,
            Duration.ZERO);
    Instructions told = new Instructions(Math.max(1, version.instructions()), "");
    return new CodeRun(
        new RunStart(version.run(), task, told, now), List.of(attempt), judgement.time());
  }

  private String refusal(Judgement judgement) {
    List<RowResult> failed = judgement.rows().stream().filter(result -> !result.passed()).toList();
    String why =
        failed.isEmpty()
            ? "its tests say: " + judgement.testProblem()
            : "%d of %d rows fail, such as %s: %s"
                .formatted(
                    failed.size(),
                    judgement.rows().size(),
                    failed.getFirst().row().id(),
                    failed.getFirst().problem());
    return "%s does not pass %s and is not adopted; judged again, %s"
        .formatted(version.name(), task.id(), why);
  }
}

package dev.nightshift.assembly;

import dev.nightshift.versions.AttemptVersion;
import dev.nightshift.versions.Program;
import dev.nightshift.versions.RunVersion;
import dev.nightshift.versions.SolutionDecision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Versions of programs.
 *
 * @param state LISTED, SHOWN, SAME, DIFFERENT, ADOPTED or NOTHING_TO_DO (it is in force already)
 * @param runs newest first
 * @param solutions what was decided, newest first; of all tasks what is in force
 * @param programs the one asked for, or the two that are compared
 * @param diff unified; empty when nothing was compared, or nothing is other
 */
public record VersionsReply(
    String state,
    List<RunShown> runs,
    List<SolutionShown> solutions,
    List<ProgramShown> programs,
    String diff)
    implements Reply {
  public VersionsReply {
    runs = List.copyOf(runs);
    solutions = List.copyOf(solutions);
    programs = List.copyOf(programs);
  }

  /**
   * A run.
   *
   * @param instructions version of what the writer was told before the task
   * @param best number of its best attempt, 0 for none
   * @param attempts in their order
   */
  public record RunShown(
      String run,
      String task,
      Instant began,
      int instructions,
      boolean solved,
      int best,
      List<AttemptShown> attempts) {
    public RunShown {
      attempts = List.copyOf(attempts);
    }

    static RunShown of(RunVersion run) {
      return new RunShown(
          run.id(),
          run.task(),
          run.began(),
          run.instructions(),
          run.solved(),
          run.best(),
          run.attempts().stream().map(AttemptShown::of).toList());
    }
  }

  /**
   * An attempt.
   *
   * @param parent number of the one it repairs, 0 for none
   * @param tests {@code passed}, {@code failed} or {@code none}
   * @param length characters of the program, blanks left out
   */
  public record AttemptShown(
      String name,
      int attempt,
      int round,
      int parent,
      int rowsPassed,
      int rows,
      String tests,
      int length,
      String feedback,
      Instant at,
      String commit) {
    static AttemptShown of(AttemptVersion one) {
      return new AttemptShown(
          one.name(),
          one.number(),
          one.round(),
          one.parent(),
          one.rowsPassed(),
          one.rows(),
          one.tests().name().toLowerCase(Locale.ROOT),
          one.length(),
          one.feedback(),
          one.at(),
          one.commit());
    }
  }

  /**
   * What was decided about a solution.
   *
   * @param name of the version in force since, such as {@code primes:v2}
   * @param decision ADOPTED, NOT_ADOPTED or CHOSEN
   * @param of the attempt that this is about
   * @param length characters of its program, blanks left out
   * @param lengthBefore of what was in force, 0 for nothing
   */
  public record SolutionShown(
      String name,
      String task,
      int version,
      String decision,
      String of,
      int length,
      int lengthBefore,
      String reason,
      Instant at,
      String commit) {
    static SolutionShown of(SolutionDecision one) {
      return new SolutionShown(
          one.name(),
          one.task(),
          one.version(),
          one.verdict().name(),
          one.run() + ":" + one.attempt(),
          one.length(),
          one.lengthBefore(),
          one.reason(),
          one.at(),
          one.commit());
    }
  }

  /**
   * A program.
   *
   * @param told what its commit says in one line
   */
  public record ProgramShown(String name, String task, String told, String source, String commit) {
    static ProgramShown of(Program one) {
      return new ProgramShown(one.name(), one.task(), one.told(), one.source(), one.commit());
    }
  }
}

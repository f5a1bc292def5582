package dev.nightshift.versions;

import java.time.Instant;
import java.util.Locale;
import org.eclipse.jgit.revwalk.RevCommit;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What was decided about a solution of a task; the newest says which version is in force.
 *
 * @param task id of the task
 * @param version in force since: 1 for the first that was adopted
 * @param verdict what was decided
 * @param run whose program this is about
 * @param attempt its number in the run
 * @param length characters of that program that are not white space
 * @param lengthBefore of the program that was in force, 0 when there was none
 * @param reason in words
 * @param at when, to the second
 * @param commit the commit's id
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SolutionDecision(
    String task,
    int version,
    Verdict verdict,
    String run,
    int attempt,
    int length,
    int lengthBefore,
    String reason,
    Instant at,
    String commit) {
  /** What was decided. */
  public enum Verdict {
    /** It is a new version, in force from now on. */
    ADOPTED,
    /** What was in force stays. */
    NOT_ADOPTED,
    /** A person chose an earlier version. */
    CHOSEN;

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The name of the version in force, such as {@code primes:v2}. */
  public String name() {
    return task + ":v" + version;
  }

  /** The message of its commit; {@code digest} is the {@link TaskDigest} of what it solves. */
  String message(String digest) {
    return new Trailers()
        .with("Task", task)
        .with("Decision", verdict.word())
        .with("Version", version)
        .with("Run", run)
        .with("Attempt", attempt)
        .with("Length", length)
        .with("Length-Before", lengthBefore)
        .with("Task-Digest", digest)
        .with("Reason", reason)
        .message(
            switch (verdict) {
              case ADOPTED -> task + ": v" + version + " adopted";
              case NOT_ADOPTED -> task + ": " + run + ":" + attempt + " not adopted";
              case CHOSEN -> task + ": v" + version + " chosen again";
            });
  }

  static SolutionDecision of(RevCommit commit) {
    Trailers trailers = Trailers.of(commit.getFullMessage());
    String word = trailers.text("Decision");
    Verdict verdict = Verdict.NOT_ADOPTED;
    for (Verdict one : Verdict.values()) {
      verdict = one.word().equals(word) ? one : verdict;
    }
    return new SolutionDecision(
        trailers.text("Task"),
        trailers.number("Version"),
        verdict,
        trailers.text("Run"),
        trailers.number("Attempt"),
        trailers.number("Length"),
        trailers.number("Length-Before"),
        trailers.text("Reason"),
        Instant.ofEpochSecond(commit.getCommitTime()),
        commit.name());
  }
}

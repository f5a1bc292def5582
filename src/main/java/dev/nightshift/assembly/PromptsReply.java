package dev.nightshift.assembly;

import dev.nightshift.prompts.Candidate;
import dev.nightshift.prompts.CandidateRecord;
import dev.nightshift.prompts.PromptHistory;
import dev.nightshift.prompts.PromptVersion;
import dev.nightshift.prompts.Trial;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The versions of what the improver is told, and the candidates.
 *
 * @param state LISTED, PROPOSED, ADOPTED, WAITING (it won, a person decides), REJECTED (by its
 *     trial, or nothing better was found), GIVEN_UP (by a person) or ROLLED_BACK_TO
 * @param message what happened, in words; empty for a list
 * @param version in force now
 * @param versions by number; none where one candidate was asked for
 * @param candidates in the order of proposal, those that were asked for or changed
 * @param tokens that were read and written for it
 */
public record PromptsReply(
    String state,
    String message,
    int version,
    List<VersionShown> versions,
    List<CandidateShown> candidates,
    long tokens)
    implements Reply {

  public PromptsReply {
    versions = List.copyOf(versions);
    candidates = List.copyOf(candidates);
  }

  /**
   * A version.
   *
   * @param candidate which it was; null for the one that comes with the program
   * @param adopted when; null for that one
   * @param by who decided: {@code trial}, {@code operator}, {@code program}
   */
  public record VersionShown(
      int version,
      boolean inForce,
      @Nullable String candidate,
      @Nullable Instant adopted,
      String by,
      String reason,
      String text) {
    static VersionShown of(PromptVersion one) {
      return new VersionShown(
          one.instructions().version(),
          one.inForce(),
          one.candidate(),
          one.adopted(),
          one.by(),
          one.reason(),
          one.instructions().text());
    }
  }

  /**
   * A candidate.
   *
   * @param status PROPOSED, WON, ADOPTED or REJECTED
   * @param origin RULES, REFLECTION or OPERATOR
   * @param parent version in force when it was proposed
   * @param why what it shall mend
   * @param reason of its status
   * @param trials what it was put through
   */
  public record CandidateShown(
      String id,
      String status,
      String origin,
      int parent,
      Instant proposed,
      String why,
      String reason,
      String text,
      List<Trial> trials) {
    public CandidateShown {
      trials = List.copyOf(trials);
    }

    static CandidateShown of(CandidateRecord one) {
      Candidate candidate = one.candidate();
      return new CandidateShown(
          candidate.id(),
          one.status().name(),
          candidate.origin().name(),
          candidate.parent(),
          candidate.time(),
          candidate.why(),
          one.reason(),
          candidate.text(),
          one.trials());
    }
  }

  static PromptsReply of(
      String state,
      String message,
      PromptHistory history,
      Predicate<CandidateRecord> shown,
      long tokens) {
    return new PromptsReply(
        state,
        message,
        history.inForce().instructions().version(),
        history.versions().stream().map(VersionShown::of).toList(),
        history.candidates().stream().filter(shown).map(CandidateShown::of).toList(),
        tokens);
  }
}

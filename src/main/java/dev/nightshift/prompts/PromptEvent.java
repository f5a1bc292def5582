package dev.nightshift.prompts;

import java.time.Instant;

/** A line of the ledger. */
public sealed interface PromptEvent {
  /** When it happened. */
  Instant time();

  /** A candidate was made. */
  record Proposed(Candidate candidate) implements PromptEvent {
    @Override
    public Instant time() {
      return candidate.time();
    }
  }

  /**
   * A candidate was tried.
   *
   * @param candidate its id
   */
  record Tried(String candidate, Trial trial, Instant time) implements PromptEvent {}

  /**
   * A candidate was put in force as a version.
   *
   * @param candidate its id
   * @param by who decided
   */
  record Adopted(String candidate, int version, String by, String reason, Instant time)
      implements PromptEvent {}

  /**
   * A candidate was given up.
   *
   * @param candidate its id
   * @param by who decided
   */
  record Rejected(String candidate, String by, String reason, Instant time)
      implements PromptEvent {}

  /**
   * An earlier version, or a later one again, was put in force.
   *
   * @param by who decided
   */
  record RolledBack(int version, String by, String reason, Instant time) implements PromptEvent {}

  /**
   * Better instructions were searched for; what became of single candidates is told by itself.
   *
   * @param cause who or what wanted it
   * @param candidates how many were made or tried
   * @param tokens read and written
   * @param message what it came to
   * @param began when
   */
  record Searched(
      String cause, int candidates, long tokens, String message, Instant began, Instant time)
      implements PromptEvent {}
}

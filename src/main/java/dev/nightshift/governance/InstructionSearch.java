package dev.nightshift.governance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for better instructions that a report causes, and what came of it.
 *
 * @param state {@code waiting}, {@code off}, or {@code done}
 * @param message when it is due, how to have one, or what it came to
 * @param time when it had ended; null before
 * @param tokens read and written for it
 * @param seconds it took
 * @param candidates that were tried or made
 */
public record InstructionSearch(
    String state,
    String message,
    @Nullable Instant time,
    long tokens,
    double seconds,
    List<Candidate> candidates) {
  private static final String WAITING = "waiting";

  public InstructionSearch {
    candidates = List.copyOf(candidates);
  }

  /**
   * A text that was tried.
   *
   * @param id where it is kept
   * @param state such as rejected, won or adopted
   * @param reason in words
   */
  public record Candidate(String id, String state, String reason) {}

  /** One that will be. */
  public static InstructionSearch waiting(String when) {
    return new InstructionSearch(WAITING, when, null, 0, 0, List.of());
  }

  /** None, and how to have one. */
  public static InstructionSearch off(String how) {
    return new InstructionSearch("off", how, null, 0, 0, List.of());
  }

  /** One that is over. */
  public static InstructionSearch done(
      String message, Instant time, long tokens, double seconds, List<Candidate> candidates) {
    return new InstructionSearch("done", message, time, tokens, seconds, candidates);
  }

  boolean isOpen() {
    return time == null;
  }

  boolean isWaiting() {
    return state.equals(WAITING);
  }
}

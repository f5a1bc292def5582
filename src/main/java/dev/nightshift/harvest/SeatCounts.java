package dev.nightshift.harvest;

import dev.nightshift.council.Vote;

/**
 * How one seat of the council did in a harvest.
 *
 * @param seat its name
 * @param model the model on it
 * @param asked questions put to it
 * @param malformed replies that were not in the form, and so no votes
 * @param silent questions it did not reply to at all, and so no votes either
 * @param trouble why it was silent the last time; empty when it never was
 */
public record SeatCounts(
    String seat, String model, int asked, int malformed, int silent, String trouble) {

  static SeatCounts of(Vote vote) {
    return switch (vote.ballot()) {
      case Vote.Cast _ -> new SeatCounts(vote.seat(), vote.model(), 1, 0, 0, "");
      case Vote.Malformed _ -> new SeatCounts(vote.seat(), vote.model(), 1, 1, 0, "");
      case Vote.Silent silent ->
          new SeatCounts(vote.seat(), vote.model(), 1, 0, 1, silent.reason());
    };
  }

  SeatCounts and(SeatCounts later) {
    return new SeatCounts(
        seat,
        model,
        asked + later.asked,
        malformed + later.malformed,
        silent + later.silent,
        later.trouble.isEmpty() ? trouble : later.trouble);
  }

  /** Questions it voted on. */
  public int votes() {
    return asked - malformed - silent;
  }
}

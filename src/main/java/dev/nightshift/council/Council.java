package dev.nightshift.council;

import dev.nightshift.embedding.Embedder;
import java.util.List;

/** Agent-0: seats that rewrite a failed answer and vote. Thread-safe if its seats are. */
@SuppressWarnings("DoNotCallSuggester")
public final class Council {
  private final List<Seat> seats;
  private final Embedder embedder;
  private final CouncilSettings settings;

  /** A council of these seats; the embedder says which answers mean the same. */
  public Council(List<Seat> seats, Embedder embedder, CouncilSettings settings) {
    this.seats = List.copyOf(seats);
    this.embedder = embedder;
    this.settings = settings;
  }

  /** Rewrites a failed answer, or abstains. Never throws because of a seat. */
  public Deliberation deliberate(CouncilCase theCase) {
    throw new UnsupportedOperationException("not built yet: " + seats + embedder + settings);
  }
}

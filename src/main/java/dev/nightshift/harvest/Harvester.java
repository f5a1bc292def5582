package dev.nightshift.harvest;

import dev.nightshift.council.Council;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Window;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** Turns the failed exchanges of a window into training rows, once each. */
@SuppressWarnings("DoNotCallSuggester")
public final class Harvester {
  private final ExchangeMemory memory;
  private final Council council;
  private final Embedder embedder;
  private final HarvestLedger ledger;
  private final Path trainingData;
  private final HarvestSettings settings;

  /** A harvester of one home. */
  public Harvester(
      ExchangeMemory memory,
      Council council,
      Embedder embedder,
      HarvestLedger ledger,
      Path trainingData,
      HarvestSettings settings) {
    this.memory = memory;
    this.council = council;
    this.embedder = embedder;
    this.ledger = ledger;
    this.trainingData = trainingData;
    this.settings = settings;
  }

  /** Harvests {@linkplain HarvestOrder#complete completely}, telling nobody of its progress. */
  public HarvestReport harvest(Window window, Instant now) {
    return harvest(HarvestOrder.complete(window, now), progress -> {});
  }

  /**
   * Harvests. Doing it again adds what is new and changes nothing else.
   *
   * @throws HarvestException BUSY when another harvest runs in this home, CANCELLED when
   *     interrupted
   */
  public HarvestReport harvest(HarvestOrder order, Consumer<HarvestProgress> listener) {
    throw new UnsupportedOperationException(
        "not built yet"
            + memory
            + council.hashCode()
            + embedder
            + ledger
            + trainingData
            + settings
            + listener);
  }
}

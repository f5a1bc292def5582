package dev.nightshift.harvest;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.memory.ExchangeMemory;
import java.nio.file.Path;
import java.util.List;

/** What waits: failures no harvest has seen, and questions that wait for a person. Reads only. */
@SuppressWarnings("DoNotCallSuggester")
public final class HarvestBacklog {
  private final ExchangeMemory memory;
  private final HarvestLedger ledger;
  private final Path trainingData;

  /** The backlog of a home. */
  public HarvestBacklog(ExchangeMemory memory, HarvestLedger ledger, Path trainingData) {
    this.memory = memory;
    this.ledger = ledger;
    this.trainingData = trainingData;
  }

  /** Failures that no harvest has seen, of any time, and those corrected again since. */
  public int pendingFailures() {
    throw new UnsupportedOperationException("not built yet: " + memory + ledger);
  }

  /** Questions the council did not agree on. */
  public List<SideEntry> abstained() {
    throw new UnsupportedOperationException("not built yet: " + trainingData);
  }
}

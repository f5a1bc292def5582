package dev.nightshift.harvest;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.quarantine.Screen;
import java.nio.file.Path;
import java.util.List;

/** What waits: failures no harvest has seen, and questions that wait for a person. Reads only. */
public final class HarvestBacklog {
  private final DueFailures failures;
  private final SideList abstained;

  /** The backlog of a home. */
  public HarvestBacklog(
      ExchangeMemory memory, HarvestLedger ledger, Screen screen, Path trainingData) {
    this.failures = new DueFailures(memory, ledger, screen);
    this.abstained = SideList.abstained(trainingData);
  }

  /** Failures that no harvest has seen, of any time, and those corrected again since. */
  public int pendingFailures() {
    return failures.ofAllTime().size();
  }

  /** Questions the council did not agree on, and that nobody has answered since. */
  public List<SideEntry> abstained() {
    return abstained.entries();
  }
}

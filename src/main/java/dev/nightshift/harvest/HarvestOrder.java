package dev.nightshift.harvest;

import dev.nightshift.memory.Window;
import java.time.Instant;

/**
 * What to harvest.
 *
 * @param window failures asked, or declared by a person, within it are harvested
 * @param lateCorrections whether corrections of older exchanges that no harvest has seen come too
 * @param now the time of the harvest; its local day names the rows file
 */
public record HarvestOrder(Window window, boolean lateCorrections, Instant now) {
  /** The window, and every older correction that was never harvested: nothing gets lost. */
  public static HarvestOrder complete(Window window, Instant now) {
    return new HarvestOrder(window, true, now);
  }

  /** The window and nothing else. */
  public static HarvestOrder exactly(Window window, Instant now) {
    return new HarvestOrder(window, false, now);
  }
}

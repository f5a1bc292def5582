package dev.nightshift.harvest;

import dev.nightshift.memory.Window;
import java.time.Instant;

/**
 * What to harvest.
 *
 * @param window failures asked, or declared by a person, within it are harvested
 * @param withLate whether what is older comes too when no harvest has dealt with it: corrections,
 *     and what harvests left for later
 * @param now the time of the harvest; its local day names the rows file
 */
public record HarvestOrder(Window window, boolean withLate, Instant now) {
  /** The window, and older corrections and leftovers: nothing gets lost. */
  public static HarvestOrder complete(Window window, Instant now) {
    return new HarvestOrder(window, true, now);
  }

  /** The window and nothing else. */
  public static HarvestOrder exactly(Window window, Instant now) {
    return new HarvestOrder(window, false, now);
  }
}

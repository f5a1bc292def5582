package dev.nightshift.harvest;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.TrainingRow;

/** What is to become of a group of failures. */
sealed interface Verdict {
  /**
   * A row to write.
   *
   * @param row the row
   * @param redactions secrets taken out of it
   */
  record Kept(TrainingRow row, int redactions) implements Verdict {}

  /**
   * A row that an earlier harvest wrote for these very exchanges before it was cut off.
   *
   * @param row the row, in its file already
   */
  record Recovered(TrainingRow row) implements Verdict {}

  /**
   * A row for the question is there.
   *
   * @param row that row
   */
  record Duplicate(TrainingRow row) implements Verdict {}

  /** Under the quality threshold. */
  record Dropped(SideEntry entry) implements Verdict {}

  /**
   * The council did not agree.
   *
   * @param entry for the person who is to answer instead
   * @param again whether to ask once more another time, because no seat could be asked at all
   */
  record Abstained(SideEntry entry, boolean again) implements Verdict {}

  /** Dangerous. */
  record Quarantined(SideEntry entry) implements Verdict {}

  /** Left for a later harvest. */
  record Deferred() implements Verdict {}
}

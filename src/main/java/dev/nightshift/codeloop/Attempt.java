package dev.nightshift.codeloop;

import java.time.Duration;
import java.util.Optional;

/**
 * One program that was written and judged.
 *
 * @param number from 1, in the order of the run
 * @param round from 1; the first writes anew, the others repair
 * @param parent number of the attempt that this repairs, 0 for none
 * @param source the program, empty when the model wrote none
 * @param feedback what the writer was told was wrong; empty when nothing was
 * @param judgement what became of it
 * @param writing time that the models took for it
 * @param quality what it is worth beside passing everything, where that was measured
 */
public record Attempt(
    int number,
    int round,
    int parent,
    String source,
    String feedback,
    Judgement judgement,
    Duration writing,
    Optional<Quality> quality) {

  /** One of which only is known whether it is right. */
  public Attempt(
      int number,
      int round,
      int parent,
      String source,
      String feedback,
      Judgement judgement,
      Duration writing) {
    this(number, round, parent, source, feedback, judgement, writing, Optional.empty());
  }
}

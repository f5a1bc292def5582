package dev.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the demo showed. The names are the JSON of {@code demo --json}, in snake case.
 *
 * @param state LEARNED or FAILED
 * @param adapter the one that is active at the end
 * @param reason what was not as it should be, null when all was
 * @param learned the facts' own questions
 * @param paraphrases rewordings never trained on
 * @param kept general questions that the base answered right
 * @param keptAlwaysOn the same with the adapter answering everything, for comparison
 * @param neighbours questions near to the facts that are not answered by a fact
 * @param night how the night ended
 * @param drill how the drill ended
 * @param adapterBytes size of adapter.gguf
 * @param nightMs the night's duration
 * @param detectionMs the drill's time to detection
 * @param recoveryMs the drill's time to recovery
 * @param totalMs all of it
 */
record DemoReport(
    String state,
    String adapter,
    @Nullable String reason,
    Score learned,
    Score paraphrases,
    Score kept,
    Score keptAlwaysOn,
    Score neighbours,
    String night,
    String drill,
    long adapterBytes,
    long nightMs,
    @Nullable Long detectionMs,
    @Nullable Long recoveryMs,
    long totalMs,
    String home) {

  static final double LEAST_LEARNED = 0.9;
  static final double LEAST_PARAPHRASES = 0.6;
  static final double LEAST_KEPT = 0.95;
  static final int LEAST_GENERAL = 30;

  /** Right answers before and after, of so many. */
  record Score(int before, int after, int total) {
    double share() {
      return total == 0 ? 0 : (double) after / total;
    }
  }

  /** What is not as it should be; empty when the model learned, kept and survived. */
  static List<String> shortcomings(
      Score learned, Score paraphrases, Score kept, String night, String drill) {
    List<String> found = new ArrayList<>();
    if (!night.equals("ACTIVE")) {
      found.add("the night ended " + night);
    }
    require(found, "learned", learned, LEAST_LEARNED);
    require(found, "paraphrases", paraphrases, LEAST_PARAPHRASES);
    require(found, "kept", kept, LEAST_KEPT);
    if (kept.total() < LEAST_GENERAL) {
      found.add("the base answers only " + kept.total() + " general questions right");
    }
    if (!drill.equals("ROLLED_BACK")) {
      found.add("the drill ended " + drill);
    }
    return found;
  }

  private static void require(List<String> found, String what, Score score, double least) {
    if (score.share() < least) {
      found.add(
          what
              + " "
              + score.after()
              + " of "
              + score.total()
              + ", at least "
              + Math.round(100 * least)
              + " % are wanted");
    }
  }
}

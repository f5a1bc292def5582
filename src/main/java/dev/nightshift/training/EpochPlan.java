package dev.nightshift.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The order of one epoch, a function of the seed and the epoch's number alone, so that a resumed
 * run goes on exactly where it stopped.
 */
final class EpochPlan {
  private EpochPlan() {}

  /**
   * Batches of one epoch: all targets and a share of the replay, in random order, grouped by length
   * so that little is padding, the groups in random order again.
   *
   * @param epoch from 0; even epochs use the first wording of every example, odd ones draw
   */
  static List<Batch> batches(List<EncodedExample> examples, TrainingOptions options, int epoch) {
    Random random = new Random(options.seed() * 1_000_003L + epoch);
    List<Batch.Draw> draws = new ArrayList<>();
    for (int i : chosen(examples, options, random)) {
      int wordings = examples.get(i).wordings().size();
      boolean original = epoch % 2 == 0 || wordings == 1;
      draws.add(new Batch.Draw(i, original ? 0 : 1 + random.nextInt(wordings - 1)));
    }
    Collections.shuffle(draws, random);
    // Sorting within pools of some batches keeps the composition of batches random.
    int pool = options.batchSize() * 8;
    List<Batch> batches = new ArrayList<>();
    for (int start = 0; start < draws.size(); start += pool) {
      List<Batch.Draw> part =
          new ArrayList<>(draws.subList(start, Math.min(draws.size(), start + pool)));
      part.sort(Comparator.comparingInt(d -> examples.get(d.example()).length(d.wording())));
      for (int from = 0; from < part.size(); from += options.batchSize()) {
        int to = Math.min(part.size(), from + options.batchSize());
        batches.add(Batch.of(examples, part.subList(from, to)));
      }
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  /** All targets, and of the others as many as the options want beside them, drawn anew. */
  private static List<Integer> chosen(
      List<EncodedExample> examples, TrainingOptions options, Random random) {
    List<Integer> targets = new ArrayList<>();
    List<Integer> replay = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      (examples.get(i).kind() == TrainingExample.Kind.TARGET ? targets : replay).add(i);
    }
    Collections.shuffle(replay, random);
    long wanted =
        targets.isEmpty()
            ? replay.size()
            : Math.min(replay.size(), Math.round(options.replayShare() * targets.size()));
    targets.addAll(replay.subList(0, (int) wanted));
    return targets;
  }
}

package dev.nightshift.gateway;

import java.util.List;

/** Reads what the pipeline has done since it was installed; the figures survive restarts. */
@FunctionalInterface
public interface PipelineTotals {
  /** The figures now; read once for each scrape of the metrics. */
  Totals read();

  /** Further figures now. */
  default List<Figure> figures() {
    return List.of();
  }

  /**
   * What the pipeline has done. A figure that does not exist yet is NaN.
   *
   * @param trainingsCompleted trainings that produced an adapter
   * @param trainingSeconds duration of the newest training, seconds
   * @param trainingLoss last loss of the newest training, nats a token
   * @param deploymentsSucceeded rollouts that ended ACTIVE, in nights and by hand
   * @param rollbacksTriggered rollouts that were taken back, and rollbacks by hand; no drills
   * @param qualityImprovementRatio newest gate: share right with the candidate over share right
   *     before
   * @param rewriteSuccessRate newest harvest: share of failures the council rewrote, 0 to 1
   * @param vramReloads how often the models were reloaded because a GPU's memory was too full,
   *     since the server started
   * @param vramUsedBytes used memory of the GPU, by all processes
   */
  record Totals(
      long trainingsCompleted,
      double trainingSeconds,
      double trainingLoss,
      long deploymentsSucceeded,
      long rollbacksTriggered,
      double qualityImprovementRatio,
      double rewriteSuccessRate,
      long vramReloads,
      double vramUsedBytes) {

    /** Nothing has happened yet. */
    public static Totals none() {
      return new Totals(0, Double.NaN, Double.NaN, 0, 0, Double.NaN, Double.NaN, 0, Double.NaN);
    }
  }
}

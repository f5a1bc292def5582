package dev.nightshift.scope;

import dev.nightshift.embedding.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Chooses the threshold of a scope by what is measured.
 *
 * <p>The two mistakes do not weigh the same. A question refused by mistake loses the answer that
 * was learned for it; a neighbour accepted by mistake is answered by an adapter that knows its
 * subject. A general question accepted by mistake may lose what the base knew. So: nearly no
 * general question in ({@value #GENERAL_PERCENTILE}th percentile stays out), and below that bound's
 * counterpart, the {@value #REWORDING_PERCENTILE}nd percentile of the rewordings, a quarter of the
 * room between both, because people reword more freely than those who write test questions.
 *
 * <p>With fewer than {@value #ENOUGH} rewordings or general questions, that side's usual value is
 * taken: {@value #USUAL_REWORDINGS} for the low end of the rewordings and {@value #USUAL_GENERAL}
 * for the high end of the general questions, as measured with MiniLM on invented facts.
 */
public final class ScopeFitter {
  static final int ENOUGH = 20;
  static final double REWORDING_PERCENTILE = 2;
  static final double GENERAL_PERCENTILE = 99;
  static final double USUAL_REWORDINGS = 0.77;
  static final double USUAL_GENERAL = 0.65;
  private static final double ROOM_GIVEN = 0.25;
  private static final double DISTANCE_FROM_GENERAL = 0.02;
  private static final double LEAST = 0.6;
  private static final double MOST = 0.85;

  private final Embedder embedder;

  /** A fitter for scopes of this embedder. */
  public ScopeFitter(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * Fits a scope.
   *
   * @param questions what the adapter is trained on, at least one
   * @param answers what it is taught, one for each question; empty when that is not known
   * @param rewordings other wordings of any of them, not trained on; may be empty
   * @param general questions about anything, answered by the base; may be empty
   * @param neighbours other questions about the same subjects; may be empty, they only tell in the
   *     evidence how many of their kind the adapter will answer
   */
  public AdapterScope fit(
      List<String> questions,
      List<String> answers,
      List<String> rewordings,
      List<String> general,
      List<String> neighbours) {
    List<float[]> vectors = embedder.embedAll(questions);
    AdapterScope unfitted =
        new AdapterScope(
            embedder.id(), 0, questions, List.of(), vectors, ScopeEvidence.none("not fitted"));
    List<Double> reworded = scores(unfitted, rewordings);
    List<Double> anything = scores(unfitted, general);
    List<Double> near = scores(unfitted, neighbours);
    double threshold = threshold(reworded, anything);
    ScopeEvidence evidence =
        new ScopeEvidence(
            method(reworded, anything),
            ScopeEvidence.Spread.of(reworded, threshold),
            ScopeEvidence.Spread.of(anything, threshold),
            ScopeEvidence.Spread.of(near, threshold));
    return new AdapterScope(embedder.id(), threshold, questions, answers, vectors, evidence);
  }

  static double threshold(List<Double> rewordings, List<Double> general) {
    double keep =
        rewordings.size() < ENOUGH
            ? USUAL_REWORDINGS
            : ScopeEvidence.percentile(rewordings, REWORDING_PERCENTILE);
    double refuse =
        general.size() < ENOUGH
            ? USUAL_GENERAL
            : ScopeEvidence.percentile(general, GENERAL_PERCENTILE) + DISTANCE_FROM_GENERAL;
    double between = keep > refuse ? keep - ROOM_GIVEN * (keep - refuse) : refuse;
    double rounded = Math.round(between * 1000) / 1000.0;
    return Math.clamp(rounded, LEAST, MOST);
  }

  private List<Double> scores(AdapterScope scope, List<String> texts) {
    List<float[]> vectors = embedder.embedAll(texts);
    List<Double> scores = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      scores.add(scope.decide(texts.get(i), vectors.get(i)).score());
    }
    return scores;
  }

  private static String method(List<Double> rewordings, List<Double> general) {
    return String.format(
        Locale.ROOT,
        "%s the rewordings, %s the general questions",
        rewordings.size() < ENOUGH ? "usual value for" : "fitted to",
        general.size() < ENOUGH ? "usual value for" : "fitted to");
  }
}

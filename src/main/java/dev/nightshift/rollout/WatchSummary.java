package dev.nightshift.rollout;

/**
 * What was seen of an adapter on probation.
 *
 * @param probes probes sent
 * @param judged those whose success counts
 * @param succeeded of the judged
 * @param errors probes and live requests that ended in an error
 * @param live live requests seen
 * @param p95Millis 95th percentile of latency, probes and live traffic together
 * @param baselineP95Millis the same before the swap, probes only
 */
public record WatchSummary(
    int probes,
    int judged,
    int succeeded,
    int errors,
    int live,
    long p95Millis,
    long baselineP95Millis) {
  /** Share of the judged probes that succeeded, 0 to 1; 0 for none. */
  public double successShare() {
    return judged == 0 ? 0 : (double) succeeded / judged;
  }
}

package dev.nightshift.nightly;

import java.time.Instant;
import java.util.Optional;

/** Runs nights; see {@link NightlyRuntime}. */
public interface NightlyRunner {

  /**
   * Runs a night to its end in the calling thread.
   *
   * <p>A stage that fails ends the night: the result says {@code FAILED} and why, people are told,
   * and the next run by hand carries on with that stage.
   *
   * @throws NightlyException if the night could not be begun
   */
  NightResult run(RunRequest request);

  /**
   * Carries a night on that a dead process left behind, if there is one young enough.
   *
   * @throws NightlyException {@code ALREADY_RUNNING} if its process, or another night, is alive
   */
  Optional<NightResult> resume();

  /**
   * Forgets runs that ended before a moment, here and in the tables of the Batch job. Kept are runs
   * that may still be resumed, the newest run, and those that the newest figures come from;
   * trainings are never forgotten.
   *
   * @return how many runs were forgotten
   */
  int prune(Instant before);
}

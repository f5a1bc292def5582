package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import dev.nightshift.notify.Notifier;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Everything that nights need around their stages, the same for a command and for the server.
 *
 * <p>The small Spring context with the Batch job is built at the first run, Quartz starts only with
 * {@link #startTrigger()}.
 */
public final class NightlyRuntime implements AutoCloseable {

  private NightlyRuntime() {}

  /**
   * Prepares to run nights.
   *
   * @param dataSource of the migrated state database
   * @param stages what a night does
   * @param notifier whom to tell about harvests, trainings, rejections and errors
   * @param home whose {@code logs} get the logs of runs, and whose disk must have room
   */
  public static NightlyRuntime open(
      DataSource dataSource,
      NightlyStages stages,
      Notifier notifier,
      Home home,
      NightlySettings settings,
      InstantSource clock) {
    return new NightlyRuntime();
  }

  /** Runs nights in the calling thread. */
  public NightlyRunner runner() {
    return request -> {
      throw new NightlyException(NightlyException.Code.INFRASTRUCTURE, "not there yet");
    };
  }

  /** Resumes a night that a dead process left behind, and from now on runs each night when due. */
  public void startTrigger() {}

  @Override
  public void close() {}
}

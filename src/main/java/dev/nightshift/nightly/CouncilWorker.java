package dev.nightshift.nightly;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilIdentity;
import dev.nightshift.home.ProcessIdentity;
import dev.nightshift.workers.WorkSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A process that helps with the work of every node of a database, until it is stopped. */
public final class CouncilWorker {
  private final DataSource database;
  private final Council council;
  private final CouncilIdentity identity;
  private final WorkSettings settings;
  private final String name;

  /**
   * A worker.
   *
   * @param database the migrated state database that the nodes share
   * @param name shown to people; no two workers have the same
   */
  public CouncilWorker(
      DataSource database,
      Council council,
      CouncilIdentity identity,
      WorkSettings settings,
      String name) {
    this.database = database;
    this.council = council;
    this.identity = identity;
    this.settings = settings;
    this.name = name;
  }

  /** A name that no other worker has: host and process. */
  public static String nameOfThisProcess() {
    String[] parts = ProcessIdentity.ofThisProcess().split("/", -1);
    return parts[0] + "-" + parts[1];
  }

  /**
   * Works in the background and returns when told to stop, having given back what is not finished.
   *
   * @param stop counted down to stop it
   * @param idle leaves by itself when there has been nothing to do for so long; zero for never
   * @param told hears in words what it does
   * @return how many questions were decided here
   */
  public long work(CountDownLatch stop, Duration idle, Consumer<String> told)
      throws InterruptedException {
    CouncilCrew.Member member =
        new CouncilCrew.Member(
            name, ProcessIdentity.ofThisProcess(), identity.fingerprint(), false);
    try (BatchContext batch = new BatchContext(database)) {
      CouncilCrew crew =
          CouncilCrew.start(batch.repository(), database, council, settings, member, told);
      try {
        boolean stopped = false;
        while (!stopped && (idle.isZero() || crew.idle().compareTo(idle) < 0)) {
          stopped = stop.await(100, TimeUnit.MILLISECONDS);
        }
      } finally {
        crew.close();
      }
      return crew.decided();
    }
  }
}

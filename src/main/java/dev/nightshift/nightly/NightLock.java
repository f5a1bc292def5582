package dev.nightshift.nightly;

import dev.nightshift.home.ProcessIdentity;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One night at a time over all processes that share the database.
 *
 * <p>The holder says every heartbeat that it lives. The lock is taken from a holder that is a
 * process of this machine and gone, at once, and from any other that has been silent for six
 * heartbeats.
 */
final class NightLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NightLock.class);
  private static final int SILENT_HEARTBEATS = 6;

  private final JdbcClient jdbc;
  private final String owner;
  private final InstantSource clock;
  private final Duration heartbeat;
  private final Thread beating;
  private volatile boolean held = true;

  private NightLock(JdbcClient jdbc, String owner, InstantSource clock, Duration heartbeat) {
    this.jdbc = jdbc;
    this.owner = owner;
    this.clock = clock;
    this.heartbeat = heartbeat;
    this.beating = Thread.ofVirtual().name("night-heartbeat").start(this::beat);
  }

  /**
   * Takes the lock.
   *
   * @throws NightlyException {@code ALREADY_RUNNING} if a living process or thread has it
   */
  static NightLock take(DataSource dataSource, InstantSource clock, Duration heartbeat) {
    JdbcClient jdbc = JdbcClient.create(dataSource);
    Holder holder =
        jdbc.sql("select owner, heartbeat_at from nightly_lock where name = 'nightly'")
            .query((row, i) -> new Holder(row.getString(1), row.getLong(2)))
            .single();
    long silentSince = clock.millis() - heartbeat.toMillis() * SILENT_HEARTBEATS;
    boolean free =
        switch (ProcessIdentity.stateOf(holder.owner())) {
          case NOBODY, GONE -> true;
          case ALIVE -> false;
          case ELSEWHERE -> holder.heartbeatAt() < silentSince;
        };
    String owner = ProcessIdentity.ofThisProcess();
    if (!free || !replace(jdbc, holder, owner, clock.millis())) {
      throw new NightlyException(
          NightlyException.Code.ALREADY_RUNNING,
          "A night is being run by "
              + (free ? "somebody who was faster" : ProcessIdentity.inWords(holder.owner()))
              + "; wait until it has ended, or stop that process.");
    }
    return new NightLock(jdbc, owner, clock, heartbeat);
  }

  /** Whether somebody who lives, or may live, has the lock. */
  static boolean isHeld(DataSource dataSource) {
    String owner =
        JdbcClient.create(dataSource)
            .sql("select owner from nightly_lock where name = 'nightly'")
            .query(String.class)
            .single();
    return switch (ProcessIdentity.stateOf(owner)) {
      case NOBODY, GONE -> false;
      case ALIVE, ELSEWHERE -> true;
    };
  }

  private record Holder(String owner, long heartbeatAt) {}

  private static boolean replace(JdbcClient jdbc, Holder holder, String owner, long now) {
    return jdbc.sql(
                "update nightly_lock set owner = ?, heartbeat_at = ?"
                    + " where name = 'nightly' and owner = ? and heartbeat_at = ?")
            .params(owner, now, holder.owner(), holder.heartbeatAt())
            .update()
        == 1;
  }

  private void beat() {
    while (held) {
      try {
        Thread.sleep(heartbeat);
        int mine =
            jdbc.sql(
                    "update nightly_lock set heartbeat_at = ? where name = 'nightly' and owner = ?")
                .params(clock.millis(), owner)
                .update();
        if (mine == 0) {
          held = false;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("The night could not say that it lives; trying again", e);
      }
    }
  }

  /**
   * Goes on only if this process still has the lock.
   *
   * @throws NightlyException {@code LOST} if another one took it
   */
  void check() {
    if (!held) {
      throw new NightlyException(
          NightlyException.Code.LOST,
          "Another process took this night over, because this one gave no sign of life for "
              + heartbeat.multipliedBy(SILENT_HEARTBEATS)
              + ".");
    }
  }

  @Override
  public void close() {
    held = false;
    beating.interrupt();
    jdbc.sql(
            "update nightly_lock set owner = '', heartbeat_at = 0 where name = 'nightly' and owner"
                + " = ?")
        .param(owner)
        .update();
  }
}

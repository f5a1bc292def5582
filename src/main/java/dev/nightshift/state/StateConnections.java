package dev.nightshift.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The connections of the state database: as many as the pool has while it is open, and none when it
 * is closed, whoever still works with one.
 *
 * <p>A pool that is closed aborts what is in use, and H2 does nothing when a connection is aborted:
 * the file would stay open until the garbage collector finds that connection.
 */
final class StateConnections extends AbstractDataSource {
  private static final Logger LOG = LoggerFactory.getLogger(StateConnections.class);
  private static final long LOOK_MILLIS = 5;

  private final Opened opened;
  private final HikariDataSource pool;
  private final AtomicInteger arriving = new AtomicInteger();
  private volatile boolean closing;

  private StateConnections(Opened opened, HikariDataSource pool) {
    this.opened = opened;
    this.pool = pool;
  }

  /**
   * Opens the first one.
   *
   * @param config of the pool, with the URL, the user and the password
   */
  static StateConnections open(HikariConfig config) {
    Opened opened = new Opened(config.getJdbcUrl());
    config.setDataSource(opened);
    try {
      return new StateConnections(opened, new HikariDataSource(config));
    } catch (RuntimeException e) {
      int _ = opened.closeAll();
      throw e;
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    arriving.incrementAndGet();
    try {
      if (closing) {
        throw closed();
      }
      return pool.getConnection();
    } finally {
      arriving.decrementAndGet();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  private static SQLException closed() {
    return new SQLNonTransientConnectionException("the state database is closed", "08003");
  }

  /**
   * Lends no more, waits for those that are in use, and closes all.
   *
   * @param patience how long to wait at most
   */
  void close(Duration patience) {
    closing = true;
    awaitUnused(patience);
    pool.close();
    int left = opened.closeAll();
    if (left > 0) {
      LOG.warn(
          "The state database was closed under {} of its connections, still in use after {} ms",
          left,
          patience.toMillis());
    }
  }

  private void awaitUnused(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (isInUse() && System.nanoTime() < end) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever is not on the way any more is counted by the pool. */
  private boolean isInUse() {
    return arriving.get() > 0 || pool.getHikariPoolMXBean().getActiveConnections() > 0;
  }

  /** Knows every connection that is open, whatever the pool thinks of it. */
  private static final class Opened extends AbstractDataSource {
    private final String url;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Opened(String url) {
      this.url = url;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return noted(DriverManager.getConnection(url));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return noted(DriverManager.getConnection(url, user, password));
    }

    private Connection noted(Connection connection) throws SQLException {
      open.removeIf(Opened::isClosed);
      open.add(connection);
      if (closed) {
        connection.close();
        throw StateConnections.closed();
      }
      return connection;
    }

    @Override
    public void setLoginTimeout(int seconds) {
      DriverManager.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
      return DriverManager.getLoginTimeout();
    }

    /** Closes those that are open and every one to come; returns how many were. */
    int closeAll() {
      closed = true;
      open.removeIf(Opened::isClosed);
      int left = open.size();
      for (Connection connection : open) {
        try {
          connection.close();
        } catch (SQLException e) {
          LOG.warn("A connection to the state database did not close properly", e);
        }
      }
      open.clear();
      return left;
    }

    private static boolean isClosed(Connection connection) {
      try {
        return connection.isClosed();
      } catch (SQLException e) {
        return false;
      }
    }
  }
}

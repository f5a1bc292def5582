package dev.nightshift.memory;

import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.home.Home;
import dev.nightshift.home.NodeName;
import dev.nightshift.home.WholeFolder;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One database, and memories of several nodes that share a log in it. As a registered field of a
 * test class each test has one of its own.
 */
final class SharedHouse implements AutoCloseable, AfterEachCallback {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Path root;
  private final StateDatabase database;
  private volatile boolean away;

  /** In a database of this process and a folder that goes with it, for one test. */
  static SharedHouse ofOneTest() {
    try {
      return inMemory(Files.createTempDirectory("shared-house-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same homes with another database. */
  SharedHouse moved() {
    return inMemory(root);
  }

  private static SharedHouse inMemory(Path root) {
    String url = "jdbc:h2:mem:shared" + NAMES.incrementAndGet() + ";LOCK_TIMEOUT=10000";
    return new SharedHouse(root, StateSettings.at(url));
  }

  SharedHouse(Path root, StateSettings settings) {
    this.root = root;
    this.database = StateDatabase.open(new Home(root), settings);
  }

  /** Follows others when it is asked to only, so that no test depends on when it does. */
  static MemorySettings settings() {
    return new MemorySettings(
        true, 50, 1000, MemorySettings.Log.DATABASE, Duration.ofMinutes(1), Duration.ofDays(30));
  }

  static MemorySettings following(Duration poll) {
    return new MemorySettings(
        true, 50, 1000, MemorySettings.Log.DATABASE, poll, Duration.ofDays(30));
  }

  Path directory(String node) {
    return root.resolve(node);
  }

  LuceneMemory open(String node) {
    return open(node, settings());
  }

  LuceneMemory open(String node, MemorySettings settings) {
    return LuceneMemory.open(directory(node), new WordEmbedder(), settings, shared(node));
  }

  SharedDatabase shared(String node) {
    return new SharedDatabase(source(), new NodeName(node));
  }

  /** Lets the database be away, or come back. */
  void away(boolean now) {
    away = now;
  }

  /** What the log holds. */
  List<LogRow> frames() {
    return shared("looking").reading(connection -> LogRow.after(connection, 0, 1_000_000));
  }

  List<LogMember> members() {
    return shared("looking").reading(LogMember::all);
  }

  int update(String sql) {
    return shared("looking")
        .transaction(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }

  private DataSource source() {
    DataSource pool = database.dataSource();
    return new DataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        if (away) {
          throw new SQLException("the database is away");
        }
        return pool.getConnection();
      }

      @Override
      public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
      }

      @Override
      public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
      }

      @Override
      public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
      }

      @Override
      public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
      }

      @Override
      public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
      }

      @Override
      public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
      }

      @Override
      public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
      }

      @Override
      public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
      }
    };
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
    WholeFolder.delete(root);
  }

  @Override
  public void close() {
    database.close();
  }
}

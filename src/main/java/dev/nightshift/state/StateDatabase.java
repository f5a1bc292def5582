package dev.nightshift.state;

import com.zaxxer.hikari.HikariConfig;
import dev.nightshift.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.h2.engine.Constants;

/**
 * The open state database, its tables up to date.
 *
 * <p>The H2 file is opened with {@code AUTO_SERVER}: the first process owns the file and serves the
 * others on a loopback port, so that a command works beside the server; when the owner ends,
 * another one takes the file over. Statements running at that moment fail once and have to be
 * repeated.
 *
 * <p>Every feature keeps its own migration in {@code db/migration}, in SQL that H2 and PostgreSQL
 * both understand. Needs no Spring context: {@code JdbcClient.create(database.dataSource())}.
 */
public final class StateDatabase implements AutoCloseable {
  private static final long CONNECTION_TIMEOUT_MILLIS = 15_000;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final StateConnections connections;

  private StateDatabase(StateConnections connections) {
    this.connections = connections;
  }

  /**
   * Opens the database of {@code home} and creates or migrates its tables.
   *
   * @throws StateException if it cannot be reached or migrated
   */
  public static StateDatabase open(Home home, StateSettings settings) {
    String place =
        settings.isFileOfHome() ? home.state() + "/nightshift.mv.db" : settings.toString();
    StateConnections connections = connect(home, settings, place);
    try {
      Migrations.apply(connections);
    } catch (FlywayException e) {
      connections.close(CLOSING);
      throw new StateException(
          StateException.Code.MIGRATION,
          "The tables of "
              + place
              + " could not be brought to this version. If a newer version of the program has used"
              + " this home, use that version; the database was left as it was.",
          e);
    }
    return new StateDatabase(connections);
  }

  private static StateConnections connect(Home home, StateSettings settings, String place) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("state");
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    try {
      if (settings.isFileOfHome()) {
        config.setJdbcUrl(urlOfFile(home));
        // Recycling the last connection would close and reopen the file for nothing.
        config.setMaxLifetime(0);
      } else {
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user().isEmpty() ? null : settings.user());
        config.setPassword(settings.password().isEmpty() ? null : settings.password());
      }
      return StateConnections.open(config);
    } catch (IOException | RuntimeException e) {
      throw new StateException(
          StateException.Code.UNAVAILABLE,
          "The state database "
              + place
              + " could not be opened: check that it is reachable and writable, and that no other"
              + " program holds it.",
          e);
    }
  }

  private static String urlOfFile(Home home) throws IOException {
    Path state = Files.createDirectories(home.state());
    if (state.toString().contains(";")) {
      throw new IOException("the path of the home directory contains \";\", which H2 cannot open");
    }
    // By default H2 writes up to half a second after a commit: what was acknowledged would be lost
    // with a killed process. Without delay each commit is written before it returns.
    return urlIn(state) + ";WRITE_DELAY=0";
  }

  /** The file of a home, which several processes may open. */
  static String urlIn(Path state) {
    // H2 would serve the file on every network interface; read by H2 before its first connection.
    if (System.getProperty("h2.bindAddress") == null) {
      System.setProperty("h2.bindAddress", "127.0.0.1");
    }
    // A thread that is interrupted while it reads or writes closes the file for all others, except
    // with channels of this kind.
    return "jdbc:h2:async:" + state.resolve("nightshift") + ";AUTO_SERVER=TRUE";
  }

  /** Pooled connections; valid until {@link #close()}. */
  public DataSource dataSource() {
    return connections;
  }

  /** What writes the file in a home, and its version. */
  public static String fileFormat() {
    return "H2 " + Constants.VERSION;
  }

  /**
   * Gives no connection any more, and closes the database when those who have one are done, at the
   * latest after five seconds. A file that other processes use stays open for them.
   */
  @Override
  public void close() {
    close(CLOSING);
  }

  /** The same with another patience. */
  void close(Duration patience) {
    connections.close(patience);
  }
}

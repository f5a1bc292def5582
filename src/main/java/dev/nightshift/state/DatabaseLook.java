package dev.nightshift.state;

import dev.nightshift.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be said of a state database without changing its tables.
 *
 * @param exists whether there is one
 * @param missing migrations of this program that were not applied
 * @param unknown migrations that were applied and that this program does not know
 */
public record DatabaseLook(boolean exists, List<String> missing, List<String> unknown) {
  private static final int PATIENCE_SECONDS = 15;

  public DatabaseLook {
    missing = List.copyOf(missing);
    unknown = List.copyOf(unknown);
  }

  /**
   * Looks; works beside a server that has it open.
   *
   * @throws SQLException when it cannot be opened or read
   */
  public static DatabaseLook at(Home home, StateSettings settings) throws SQLException {
    Path file = home.state().resolve("nightshift.mv.db");
    if (settings.isFileOfHome() && !Files.exists(file)) {
      return new DatabaseLook(false, List.of(), List.of());
    }
    DriverManager.setLoginTimeout(PATIENCE_SECONDS);
    try (Connection connection = connect(home, settings);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(PATIENCE_SECONDS);
      Set<String> applied = new TreeSet<>();
      try (ResultSet found =
          statement.executeQuery(
              "select \"script\" from \"flyway_schema_history\" where \"success\""
                  + " and \"script\" like 'V%'")) {
        while (found.next()) {
          applied.add(found.getString(1));
        }
      }
      Set<String> missing = new TreeSet<>(Migrations.shipped());
      missing.removeAll(applied);
      applied.removeAll(Migrations.shipped());
      return new DatabaseLook(true, List.copyOf(missing), List.copyOf(applied));
    }
  }

  private static Connection connect(Home home, StateSettings settings) throws SQLException {
    if (!settings.isFileOfHome()) {
      return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }
    return DriverManager.getConnection(
        StateDatabase.urlIn(home.state()) + ";IFEXISTS=TRUE;TRACE_LEVEL_FILE=0");
  }
}

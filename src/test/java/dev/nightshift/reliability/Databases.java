package dev.nightshift.reliability;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.RunScript;

/** Databases in memory with all tables, made by copying one. */
final class Databases {
  private static final String TABLES = script();

  private Databases() {}

  static DataSource fresh() {
    DataSource empty = empty();
    try (Connection connection = empty.getConnection()) {
      RunScript.execute(connection, new StringReader(TABLES));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return empty;
  }

  private static DataSource empty() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return h2;
  }

  private static String script() {
    DataSource migrated = empty();
    Flyway.configure().dataSource(migrated).locations("classpath:db/migration").load().migrate();
    StringBuilder script = new StringBuilder();
    try (Connection connection = migrated.getConnection();
        Statement statement = connection.createStatement();
        ResultSet lines = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
      while (lines.next()) {
        String line = lines.getString(1);
        if (!line.startsWith("CREATE USER")) {
          script.append(line).append('\n');
        }
      }
      return script.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

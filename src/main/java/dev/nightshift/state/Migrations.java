package dev.nightshift.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings the tables to this version of the program.
 *
 * <p>Loading Flyway takes about 0.7 s, a cost that short commands should not pay each time: when
 * the history table already lists every migration of this program it is not loaded. What that skips
 * is comparing the checksums of migrations applied before.
 */
final class Migrations {
  private Migrations() {}

  static void apply(DataSource dataSource) {
    if (!upToDate(dataSource)) {
      Flyway.configure()
          .dataSource(dataSource)
          .locations("classpath:db/migration")
          .loggers("slf4j")
          .load()
          .migrate();
    }
  }

  private static boolean upToDate(DataSource dataSource) {
    JdbcClient jdbc = JdbcClient.create(dataSource);
    try {
      // Asking for a table that is not there would leave a trace file beside a new H2 file.
      int histories =
          jdbc.sql(
                  "select count(*) from information_schema.tables where table_name ="
                      + " 'flyway_schema_history' and table_schema = current_schema")
              .query(Integer.class)
              .single();
      if (histories == 0) {
        return false;
      }
      Set<String> applied =
          Set.copyOf(
              jdbc.sql(
                      "select \"script\" from \"flyway_schema_history\" where \"success\""
                          + " and \"script\" like 'V%'")
                  .query(String.class)
                  .list());
      return applied.equals(shipped());
    } catch (DataAccessException e) {
      // A history that Flyway has to explain.
      return false;
    }
  }

  /** File names of the migrations of this program. */
  static Set<String> shipped() {
    try {
      return Arrays.stream(
              new PathMatchingResourcePatternResolver()
                  .getResources("classpath*:db/migration/V*.sql"))
          .map(resource -> String.valueOf(resource.getFilename()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException("the migrations of the program cannot be read", e);
    }
  }
}

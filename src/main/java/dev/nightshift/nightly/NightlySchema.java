package dev.nightshift.nightly;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates the tables of Spring Batch and Quartz from the scripts that these ship for the database
 * in use, once, when first needed.
 *
 * <p>A process killed halfway leaves some of the tables: they are dropped before the next try,
 * since only a finished script is noted. Two processes do not run it at a time: the note is locked.
 */
final class NightlySchema {
  private final DataSource dataSource;
  private final TransactionTemplate transaction;
  private final JdbcClient jdbc;

  NightlySchema(DataSource dataSource) {
    this.dataSource = dataSource;
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.jdbc = JdbcClient.create(dataSource);
  }

  void batch() {
    String folder = "org/springframework/batch/core/schema-";
    String platform = platform();
    install("batch", List.of(folder + "drop-" + platform + ".sql", folder + platform + ".sql"));
  }

  void quartz() {
    String folder = "org/quartz/impl/jdbcjobstore/tables_";
    String platform = platform();
    // Only the script for PostgreSQL begins with dropping.
    install(
        "quartz",
        platform.equals("h2")
            ? List.of("dev/nightshift/nightly/drop-quartz-h2.sql", folder + "h2.sql")
            : List.of(folder + "postgres.sql"));
  }

  boolean isPostgres() {
    return platform().equals("postgresql");
  }

  private String platform() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    } catch (SQLException e) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE, "The state database does not answer.", e);
    }
  }

  private void install(String component, List<String> scripts) {
    if (isInstalled(component, "")) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          if (!isInstalled(component, " for update")) {
            run(scripts);
            jdbc.sql("update nightly_schema set installed = 'yes' where component = ?")
                .param(component)
                .update();
          }
        });
  }

  private boolean isInstalled(String component, String lock) {
    return !jdbc.sql("select installed from nightly_schema where component = ?" + lock)
        .param(component)
        .query(String.class)
        .single()
        .isEmpty();
  }

  /** On a connection of its own: H2 commits at each table, which would give the lock up. */
  private void run(List<String> scripts) {
    try (Connection connection = dataSource.getConnection()) {
      new ResourceDatabasePopulator(
              scripts.stream().map(ClassPathResource::new).toArray(ClassPathResource[]::new))
          .populate(connection);
    } catch (SQLException e) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE, "The tables for nights cannot be created.", e);
    }
  }
}

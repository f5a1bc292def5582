package dev.nightshift.harvest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A database in memory with the ledger's table, which a test can unplug. */
final class LedgerDatabase extends DelegatingDataSource {
  private boolean unplugged;

  LedgerDatabase() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    setTargetDataSource(h2);
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V1__harvest.sql"))
        .execute(h2);
  }

  void unplug(boolean unplug) {
    unplugged = unplug;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (unplugged) {
      throw new SQLException("the power went out");
    }
    return super.getConnection();
  }
}

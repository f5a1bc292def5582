package dev.nightshift.fleet;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock of the database, which is the same for all nodes whatever their own clocks say. */
record DatabaseClock(JdbcClient jdbc) implements InstantSource {
  DatabaseClock(DataSource database) {
    this(JdbcClient.create(database));
  }

  @Override
  public Instant instant() {
    return jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single().toInstant();
  }
}

package dev.nightshift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

class StateDatabaseTests {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path root;

  @Test
  void createsItsTablesAndKeepsWhatWasWritten() {
    Home home = new Home(root);
    try (StateDatabase database = StateDatabase.open(home, StateSettings.defaults())) {
      JdbcClient.create(database.dataSource())
          .sql("insert into outbox_webhook (webhook, next_send_at) values ('json-1', 7)")
          .update();
    }
    try (StateDatabase database = StateDatabase.open(home, StateSettings.defaults())) {
      assertThat(
              JdbcClient.create(database.dataSource())
                  .sql("select next_send_at from outbox_webhook")
                  .query(Long.class)
                  .single())
          .isEqualTo(7);
    }
  }

  @Test
  void aNewDatabaseIsTwoFilesAtMostAndNoTraceOfErrors() throws Exception {
    try (StateDatabase database = StateDatabase.open(new Home(root), StateSettings.defaults())) {
      assertThat(DatabaseHealth.trouble(database.dataSource(), PATIENCE)).isEmpty();
      assertThat(root.resolve("state").toFile().list())
          .containsExactlyInAnyOrder("nightshift.mv.db", "nightshift.lock.db");
    }
  }

  @Test
  void aThreadThatIsInterruptedTakesTheDatabaseFromNobody() throws Exception {
    Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    try (StateDatabase database = StateDatabase.open(new Home(root), StateSettings.defaults())) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      jdbc.sql("create table noted (n bigint primary key)").update();
      AtomicLong next = new AtomicLong();
      for (int round = 0; round < 50; round++) {
        long enough = next.get() + 5;
        Thread writer = Thread.ofPlatform().start(() -> note(jdbc, next, acknowledged));
        while (next.get() < enough && writer.isAlive()) {
          Thread.onSpinWait();
        }
        writer.interrupt();
        assertThat(writer.join(PATIENCE)).isTrue();
      }

      assertThat(jdbc.sql("select n from noted").query(Long.class).list())
          .hasSizeGreaterThanOrEqualTo(200)
          .containsAll(acknowledged);
    }
    try (StateDatabase database = StateDatabase.open(new Home(root), StateSettings.defaults())) {
      assertThat(
              JdbcClient.create(database.dataSource())
                  .sql("select n from noted")
                  .query(Long.class)
                  .list())
          .containsAll(acknowledged);
    }
  }

  private static void note(JdbcClient jdbc, AtomicLong next, Set<Long> acknowledged) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long n = next.incrementAndGet();
        jdbc.sql("insert into noted values (?)").param(n).update();
        acknowledged.add(n);
      }
    } catch (DataAccessException e) {
      // Its own work may fail: it was told to stop.
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsToldInTime() {
    StateDatabase database = StateDatabase.open(new Home(root), StateSettings.defaults());
    database.close();
    assertThat(DatabaseHealth.trouble(database.dataSource(), PATIENCE))
        .hasValueSatisfying(trouble -> assertThat(trouble).contains("the state database"));
  }

  @Test
  void aDatabaseThatHangsIsGivenUp() {
    DataSource hanging =
        new AbstractDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            try {
              Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
              throw new SQLException("given up", e);
            }
            throw new SQLException("not reached");
          }

          @Override
          public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
          }
        };
    assertThat(DatabaseHealth.trouble(hanging, Duration.ofMillis(50)))
        .hasValue("the state database did not answer within 50 ms");
  }

  @Test
  void aDamagedFileIsAClearErrorAndStaysAsItWas() throws Exception {
    Path file = Files.createDirectories(root.resolve("state")).resolve("nightshift.mv.db");
    byte[] garbage =
        "this is no database".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(file, garbage);
    assertThatThrownBy(() -> StateDatabase.open(new Home(root), StateSettings.defaults()))
        .isInstanceOfSatisfying(
            StateException.class,
            e -> assertThat(e.code()).isEqualTo(StateException.Code.UNAVAILABLE))
        .hasMessageContaining("nightshift.mv.db");
    assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
  }

  @Test
  void anotherDatabaseThanThoseTwoIsRefusedWithoutItsPassword() {
    assertThatThrownBy(() -> StateSettings.at("jdbc:mysql://u:s3cret@host/db?password=s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state.url")
        .hasMessageContaining("jdbc:postgresql:")
        .hasMessageNotContaining("s3cret");
  }
}

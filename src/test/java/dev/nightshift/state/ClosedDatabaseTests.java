package dev.nightshift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.Home;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** H2 removes its lock file when the last connection of a database is closed, and not before. */
class ClosedDatabaseTests {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<Long> MANY = LongStream.range(0, 2_000).boxed().toList();

  @TempDir Path root;
  private StateDatabase database;

  @BeforeEach
  void open() {
    database = StateDatabase.open(new Home(root), StateSettings.defaults());
    JdbcClient.create(database.dataSource()).sql("create table noted (n bigint)").update();
  }

  @Test
  void threads_that_still_ask_keep_no_closed_database_open() throws Exception {
    Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicLong next = new AtomicLong();
    List<Thread> asking = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      asking.add(Thread.ofPlatform().start(() -> note(next, acknowledged)));
    }
    while (acknowledged.size() < 100) {
      Thread.onSpinWait();
    }

    database.close();
    assertClosed();
    for (Thread thread : asking) {
      assertThat(thread.join(PATIENCE)).isTrue();
    }
    assertClosed();
    assertThat(noted()).containsAll(acknowledged);
  }

  private void note(AtomicLong next, Set<Long> acknowledged) {
    try {
      while (true) {
        List<Long> some = LongStream.range(0, 40).mapToObj(i -> next.incrementAndGet()).toList();
        note(database.dataSource(), some);
        acknowledged.addAll(some);
      }
    } catch (SQLException e) {
      // It is closed.
    }
  }

  private static void note(DataSource source, List<Long> some) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, some);
      connection.commit();
    }
  }

  private static void insert(Connection connection, List<Long> some) throws SQLException {
    for (long n : some) {
      try (var statement = connection.prepareStatement("insert into noted values (?)")) {
        statement.setLong(1, n);
        statement.executeUpdate();
      }
    }
  }

  @Test
  void work_that_is_going_on_is_waited_for() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<Boolean> work = new FutureTask<>(() -> workUntilItCloses(begun));
    Thread.ofPlatform().start(work);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    database.close(PATIENCE);
    assertThat(work.isDone() || work.get(20, TimeUnit.SECONDS)).isTrue();
    assertClosed();
    assertThat(noted()).isEqualTo(MANY);
  }

  private boolean workUntilItCloses(CountDownLatch begun) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      begun.countDown();
      while (isOpen()) {
        Thread.onSpinWait();
      }
      insert(connection, MANY);
      connection.commit();
      return true;
    }
  }

  private boolean isOpen() {
    try (Connection _ = database.dataSource().getConnection()) {
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void a_connection_that_nobody_gives_back_is_closed_and_what_it_did_not_commit_is_undone()
      throws Exception {
    Connection kept = database.dataSource().getConnection();
    kept.setAutoCommit(false);
    kept.createStatement().execute("insert into noted values (1)");

    database.close(Duration.ZERO);
    assertClosed();
    assertThatThrownBy(() -> kept.createStatement().execute("insert into noted values (2)"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> database.dataSource().getConnection())
        .hasMessageContaining("the state database is closed");
    database.close();
    assertThat(noted()).isEmpty();
  }

  private void assertClosed() {
    assertThat(root.resolve("state/nightshift.mv.db")).exists();
    assertThat(root.resolve("state/nightshift.lock.db")).doesNotExist();
  }

  private List<Long> noted() {
    try (StateDatabase again = StateDatabase.open(new Home(root), StateSettings.defaults())) {
      return JdbcClient.create(again.dataSource())
          .sql("select n from noted order by n")
          .query(Long.class)
          .list();
    }
  }
}

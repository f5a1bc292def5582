package dev.nightshift.workers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who helps and how far the work is. Throws Spring's DataAccessException. */
public final class WorkStatus {
  private final JdbcClient jdbc;

  /** The work in a migrated database. */
  public WorkStatus(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /** What the nodes gave out last, newest first. */
  public List<RunProgress> runs() {
    return jdbc.sql("select * from work_run where opened_at > 0 order by opened_at desc")
        .query((row, i) -> progress(row))
        .list();
  }

  /** What one node gave out last. */
  public Optional<RunProgress> run(String node) {
    return jdbc.sql("select * from work_run where opened_at > 0 and node = ?")
        .param(node)
        .query((row, i) -> progress(row))
        .optional();
  }

  private RunProgress progress(ResultSet row) throws SQLException {
    long finished = row.getLong("finished_at");
    boolean over = !row.wasNull();
    String generation = row.getString("generation");
    int partitions = row.getInt("partitions");
    String workers = row.getString("workers");
    return new RunProgress(
        row.getString("node"),
        row.getString("council"),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        over ? Instant.ofEpochMilli(finished) : null,
        !row.getString("owner").isEmpty(),
        row.getInt("cases"),
        row.getInt("reused"),
        partitions,
        over ? partitions : done(generation),
        over ? row.getInt("retries") : Math.max(row.getInt("retries"), retries(generation)),
        over || !workers.isEmpty() ? named(workers) : workers(generation));
  }

  private static List<String> named(String workers) {
    return workers.isEmpty() ? List.of() : List.of(workers.split(", "));
  }

  private int done(String generation) {
    return jdbc.sql("select count(*) from work_partition where generation = ? and state = 'DONE'")
        .param(generation)
        .query(Integer.class)
        .single();
  }

  private int retries(String generation) {
    return jdbc.sql(
            "select coalesce(sum(attempts - 1), 0) from work_partition where generation = ?"
                + " and attempts > 1")
        .param(generation)
        .query(Integer.class)
        .single();
  }

  private List<String> workers(String generation) {
    return jdbc.sql(
            "select distinct worker from work_partition where generation = ? and worker <> ''"
                + " order by worker")
        .param(generation)
        .query(String.class)
        .list();
  }

  /** Workers that said within {@code lease} that they live, by name. */
  public List<WorkerSeen> workers(Duration lease) {
    return jdbc.sql(
            "select * from work_worker where seen_at >= " + WorkSql.NOW + " - ? order by name")
        .param(lease.toMillis())
        .query(
            (row, i) ->
                new WorkerSeen(
                    row.getString("name"),
                    row.getString("owner"),
                    row.getString("fingerprint"),
                    WorkerSeen.State.valueOf(row.getString("state")),
                    row.getString("doing"),
                    row.getLong("decided"),
                    Instant.ofEpochMilli(row.getLong("began_at")),
                    Instant.ofEpochMilli(row.getLong("seen_at"))))
        .list();
  }

  /** A worker says that it lives and what it does; its times are the database's. */
  public void seen(WorkerSeen worker) {
    int known =
        jdbc.sql(
                "update work_worker set owner = ?, fingerprint = ?, state = ?, doing = ?, decided ="
                    + " ?, seen_at = "
                    + WorkSql.NOW
                    + " where name = ?")
            .params(
                worker.owner(),
                worker.fingerprint(),
                worker.state().name(),
                shortened(worker.doing()),
                worker.decided(),
                worker.name())
            .update();
    if (known == 0) {
      try {
        jdbc.sql(
                "insert into work_worker (name, owner, fingerprint, state, doing, decided,"
                    + " began_at, seen_at) values (?, ?, ?, ?, ?, ?, "
                    + WorkSql.NOW
                    + ", "
                    + WorkSql.NOW
                    + ")")
            .params(
                worker.name(),
                worker.owner(),
                worker.fingerprint(),
                worker.state().name(),
                shortened(worker.doing()),
                worker.decided())
            .update();
      } catch (DuplicateKeyException e) {
        // Said at the same moment by another thread of the same process.
      }
    }
  }

  private static String shortened(String doing) {
    return doing.length() <= 200 ? doing : doing.substring(0, 200);
  }

  /** A worker leaves. */
  public void left(String name) {
    jdbc.sql("delete from work_worker where name = ?").param(name).update();
  }

  /**
   * Forgets what was given out and not waited for, and workers that are not seen any more.
   *
   * @param texts how long ago a run was waited for whose questions and decisions go
   * @param records how long ago that was of runs that are forgotten whole, and workers were seen
   * @return how many runs and workers were forgotten
   */
  public int prune(Duration texts, Duration records) {
    String cutOff =
        " where node in (select node from work_run where seen_at < "
            + WorkSql.NOW
            + " - "
            + texts.toMillis()
            + ")";
    jdbc.sql("delete from work_partition" + cutOff).update();
    jdbc.sql("delete from work_case" + cutOff).update();
    String old = " where seen_at < " + WorkSql.NOW + " - " + records.toMillis();
    return jdbc.sql("delete from work_run" + old).update()
        + jdbc.sql("delete from work_worker" + old).update();
  }
}

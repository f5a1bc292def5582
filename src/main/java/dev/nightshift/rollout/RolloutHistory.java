package dev.nightshift.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known of past rollouts; needs a migrated state database and nothing else. */
public final class RolloutHistory {
  private static final String SUCCEEDED = "kind = 'DEPLOY' and state = 'ACTIVE'";
  private static final String TAKEN_BACK = "kind <> 'DRILL' and state = 'ROLLED_BACK'";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public RolloutHistory(DataSource database) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
  }

  /** Counts since the home was first used, whatever has been removed since. */
  public RolloutTotals totals() {
    return new RolloutTotals(total("succeeded", SUCCEEDED), total("taken_back", TAKEN_BACK));
  }

  /** The newest rollouts, rollbacks and drills that are still known, newest first. */
  public List<PastRollout> recent(int most) {
    return jdbc.sql("select * from rollout order by id desc limit ?")
        .param(most)
        .query((row, i) -> past(row))
        .list();
  }

  private static PastRollout past(ResultSet row) throws SQLException {
    Long finished = row.getObject("finished_at", Long.class);
    return new PastRollout(
        RolloutKind.valueOf(row.getString("kind")),
        row.getString("adapter"),
        row.getString("previous"),
        RolloutState.valueOf(row.getString("state")),
        Objects.requireNonNullElse(row.getString("reason"), ""),
        Instant.ofEpochMilli(row.getLong("started_at")),
        finished == null ? null : Instant.ofEpochMilli(finished),
        row.getObject("detection_ms", Long.class),
        row.getObject("recovery_ms", Long.class));
  }

  /** How many rollouts that are still known, drills left out, are in each state. */
  public Map<String, Long> byState() {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.sql("select state, count(*) from rollout where kind <> 'DRILL' group by state")
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }

  /** The newest rollback with what it took; empty when there was none. */
  public Optional<Recovery> lastRecovery() {
    return jdbc.sql(
            "select detection_ms, recovery_ms from rollout where "
                + TAKEN_BACK
                + " and detection_ms is not null and recovery_ms is not null"
                + " order by finished_at desc limit 1")
        .query((row, i) -> new Recovery(row.getLong(1), row.getLong(2)))
        .optional();
  }

  /**
   * How fast an adapter was taken back.
   *
   * @param detectionMillis from the swap to the verdict
   * @param recoveryMillis from the verdict until the one before answered again
   */
  public record Recovery(long detectionMillis, long recoveryMillis) {}

  /**
   * Adapters that were taken back from a moment on, and drills left out, oldest first.
   *
   * @param since of their end
   */
  public List<Reversed> takenBack(Instant since) {
    return jdbc.sql(
            "select adapter, cause, reason, finished_at from rollout where "
                + TAKEN_BACK
                + " and finished_at >= ? order by finished_at")
        .param(since.toEpochMilli())
        .query(
            (row, i) ->
                new Reversed(
                    row.getString(1),
                    Objects.requireNonNullElse(row.getString(2), ""),
                    Objects.requireNonNullElse(row.getString(3), ""),
                    Instant.ofEpochMilli(row.getLong(4))))
        .list();
  }

  /**
   * An adapter that was taken back.
   *
   * @param adapter which
   * @param cause a {@link RolloutCause}; empty where none was written down
   * @param reason in words
   * @param time when that was over
   */
  public record Reversed(String adapter, String cause, String reason, Instant time) {}

  private long total(String name, String condition) {
    // One statement, so that a row on its way from the table to the total is counted once.
    return jdbc.sql(
            "select t.amount + (select count(*) from rollout where "
                + condition
                + ") from rollout_totals t where t.name = ?")
        .param(name)
        .query(Long.class)
        .single();
  }

  /**
   * Removes rows that ended before a moment and that nothing goes by any more. Kept are rows that
   * are open, rows about versions that a rollback may still go to, and watches that ended without a
   * judgement, which count against an adapter for ever, also when it comes again under another
   * name. Adapters that failed stay known.
   *
   * @param node whose rows; those that nobody has signed are everybody's
   * @param versions the names of the versions that it has
   * @return how many rows were removed
   */
  public int prune(Instant before, String node, Set<String> versions) {
    List<Long> old =
        jdbc
            .sql(
                "select id, adapter, cause from rollout where state <> 'PROBATION'"
                    + " and finished_at < ? and node in ('', ?)")
            .params(before.toEpochMilli(), node)
            .query((row, i) -> new Ended(row.getLong(1), row.getString(2), row.getString(3)))
            .list()
            .stream()
            .filter(row -> !versions.contains(row.adapter()) && !row.excusedOnce())
            .map(Ended::id)
            .toList();
    transaction.executeWithoutResult(status -> old.forEach(this::remove));
    return old.size();
  }

  private record Ended(long id, String adapter, @Nullable String cause) {
    boolean excusedOnce() {
      return cause != null && RolloutCause.valueOf(cause).excusedOnce();
    }
  }

  private void remove(long id) {
    count("succeeded", SUCCEEDED, id);
    count("taken_back", TAKEN_BACK, id);
    jdbc.sql("delete from rollout where id = ?").param(id).update();
  }

  private void count(String name, String condition, long id) {
    jdbc.sql(
            "update rollout_totals set amount = amount + (select count(*) from rollout where id = ?"
                + " and "
                + condition
                + ") where name = ?")
        .params(id, name)
        .update();
  }
}

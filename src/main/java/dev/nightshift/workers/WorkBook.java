package dev.nightshift.workers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What nodes have given out: the side of the process that waits for it. One run a node at a time.
 *
 * <p>What is decided stays until the harvest has written it down ({@link #finish}), whatever
 * happens to the process that gave it out: the next one is given it ({@link #open}). Throws
 * Spring's DataAccessException.
 */
public final class WorkBook {
  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final WorkCases cases;
  private final TransactionTemplate transaction;
  private final Predicate<String> gone;
  private final Duration lease;

  /**
   * The work in a migrated database.
   *
   * @param gone whether an owner is known to be a process that has ended
   * @param lease after how long without a sign an owner counts as gone as well
   */
  public WorkBook(DataSource database, Predicate<String> gone, Duration lease) {
    this.jdbc = JdbcClient.create(database);
    this.template = new JdbcTemplate(database);
    this.cases = new WorkCases(jdbc, template);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.gone = gone;
    this.lease = lease;
  }

  /**
   * How a partition stands.
   *
   * @param trouble why it FAILED
   */
  public record Standing(int number, String state, String trouble) {
    /** Whether all its cases are decided. */
    public boolean isDone() {
      return state.equals("DONE");
    }

    /** Whether it was given up. */
    public boolean isFailed() {
      return state.equals("FAILED");
    }
  }

  /**
   * Has cases decided anew: withdraws what the node had given out before, and keeps of it what was
   * decided of the same cases and is younger than {@code fresh}; but asks again where no seat had
   * replied.
   *
   * @param cases texts of the cases by their names
   */
  public Opened open(
      String node,
      String owner,
      String fingerprint,
      String council,
      Map<String, String> cases,
      Duration fresh) {
    try {
      jdbc.sql(
              "insert into work_run (node, generation, fingerprint, council, owner, opened_at,"
                  + " seen_at, cases, reused, partitions, retries, workers)"
                  + " values (?, '', '', '', '', 0, 0, 0, 0, 0, 0, '')")
          .param(node)
          .update();
    } catch (DuplicateKeyException e) {
      // It has given out something before.
    }
    return transaction.execute(
        status -> {
          String holder = livingOwner(node);
          if (!holder.isEmpty() && !holder.equals(owner)) {
            return new Opened.Busy(holder);
          }
          jdbc.sql("delete from work_partition where node = ?").param(node).update();
          Map<String, String> known = this.cases.keep(node, cases, fresh);
          String generation = UUID.randomUUID().toString();
          jdbc.sql(
                  "update work_run set generation = ?, fingerprint = ?, council = ?, owner = ?,"
                      + " opened_at = "
                      + WorkSql.NOW
                      + ", seen_at = "
                      + WorkSql.NOW
                      + ", finished_at = null, cases = ?, reused = ?, partitions = 0, retries = 0,"
                      + " workers = '' where node = ?")
              .params(
                  generation,
                  fingerprint,
                  WorkSql.cut(council),
                  owner,
                  cases.size(),
                  known.size(),
                  node)
              .update();
          return new Opened.Open(generation, known);
        });
  }

  /** The process that waits for a node's work; empty when none does that lives. */
  private String livingOwner(String node) {
    return jdbc.sql(
            "select owner, seen_at >= "
                + WorkSql.NOW
                + " - ? as recent from work_run where node = ? for update")
        .params(lease.toMillis(), node)
        .query(
            (row, i) -> {
              String owner = row.getString("owner");
              boolean lives = !owner.isEmpty() && row.getBoolean("recent") && !gone.test(owner);
              return lives ? owner : "";
            })
        .single();
  }

  /** Lets workers take partitions, all or none. */
  public void give(String node, String generation, String fingerprint, List<Partition> partitions) {
    List<Object[]> rows =
        partitions.stream()
            .map(
                one ->
                    new Object[] {
                      generation,
                      one.number(),
                      node,
                      fingerprint,
                      one.stepExecution(),
                      String.join(" ", one.caseKeys())
                    })
            .toList();
    transaction.executeWithoutResult(
        status -> {
          template.batchUpdate(
              "insert into work_partition (generation, number, node, fingerprint, step_execution,"
                  + " case_keys, state, worker, owner, claimed_until, attempts, trouble)"
                  + " values (?, ?, ?, ?, ?, ?, 'WAITING', '', '', 0, 0, '')",
              rows);
          jdbc.sql("update work_run set partitions = ? where node = ? and generation = ?")
              .params(partitions.size(), node, generation)
              .update();
        });
  }

  /**
   * Says that the process which waits for the work lives, and frees what processes have taken that
   * are known to have ended.
   *
   * @return false if another process has taken the run over
   */
  public boolean alive(String node, String generation, String owner) {
    jdbc
        .sql("select distinct owner from work_partition where generation = ? and state = 'CLAIMED'")
        .param(generation)
        .query(String.class)
        .list()
        .stream()
        .filter(gone)
        .forEach(
            dead ->
                jdbc.sql(
                        "update work_partition set claimed_until = 0 where generation = ?"
                            + " and state = 'CLAIMED' and owner = ?")
                    .params(generation, dead)
                    .update());
    return jdbc.sql(
                "update work_run set seen_at = "
                    + WorkSql.NOW
                    + " where node = ? and generation = ? and owner = ?")
            .params(node, generation, owner)
            .update()
        == 1;
  }

  /** How the partitions of a run stand. */
  public List<Standing> standing(String generation) {
    return jdbc.sql("select number, state, trouble from work_partition where generation = ?")
        .param(generation)
        .query(
            (row, i) ->
                new Standing(
                    row.getInt("number"), row.getString("state"), row.getString("trouble")))
        .list();
  }

  /** What was decided of cases, by their names. */
  public Map<String, String> results(String node, List<String> caseKeys) {
    return cases.results(node, caseKeys);
  }

  /** Takes back what nobody has decided; what was decided stays for the next time. */
  public void withdraw(String node, String generation) {
    transaction.executeWithoutResult(
        status -> {
          note(node, generation);
          jdbc.sql("delete from work_partition where generation = ?").param(generation).update();
          jdbc.sql("update work_run set owner = '' where node = ? and generation = ?")
              .params(node, generation)
              .update();
        });
  }

  /** All is written down by the harvest: nothing of it is kept but the counts. */
  public void finish(String node, String generation) {
    transaction.executeWithoutResult(
        status -> {
          note(node, generation);
          int mine =
              jdbc.sql(
                      "update work_run set owner = '', finished_at = "
                          + WorkSql.NOW
                          + " where node = ? and generation = ?")
                  .params(node, generation)
                  .update();
          if (mine == 1) {
            jdbc.sql("delete from work_partition where node = ?").param(node).update();
            jdbc.sql("delete from work_case where node = ?").param(node).update();
          }
        });
  }

  /** Keeps the counts of partitions that are about to go. */
  private void note(String node, String generation) {
    List<String> workers =
        jdbc.sql(
                "select distinct worker from work_partition where generation = ? and worker <> ''"
                    + " order by worker")
            .param(generation)
            .query(String.class)
            .list();
    if (!workers.isEmpty()) {
      jdbc.sql(
              "update work_run set workers = ?, retries = (select coalesce(sum(attempts - 1), 0)"
                  + " from work_partition where generation = ? and attempts > 1)"
                  + " where node = ? and generation = ?")
          .params(WorkSql.cut(String.join(", ", workers)), generation, node, generation)
          .update();
    }
  }

  /**
   * Takes every text out that waits or was decided, of all nodes.
   *
   * @return false, and nothing is taken out, while a process waits for some of it
   */
  public boolean erase() {
    return transaction.execute(
        status -> {
          List<String> nodes = jdbc.sql("select node from work_run").query(String.class).list();
          if (nodes.stream().anyMatch(node -> !livingOwner(node).isEmpty())) {
            return false;
          }
          jdbc.sql("delete from work_partition").update();
          jdbc.sql("delete from work_case").update();
          return true;
        });
  }
}

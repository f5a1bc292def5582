package dev.nightshift.workers;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What nodes have given out: the side of who works on it. A claim holds for a lease and is renewed;
 * one that is not can be taken by another worker, who goes on with what is not decided yet. Throws
 * Spring's DataAccessException.
 */
public final class WorkShare {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Duration lease;
  private final int attempts;

  /**
   * The work in a migrated database.
   *
   * @param lease how long a claim holds
   * @param attempts how often a partition is begun before it is given up
   */
  public WorkShare(DataSource database, Duration lease, int attempts) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.lease = lease;
    this.attempts = attempts;
  }

  /**
   * Takes a partition that nobody works on, if there is one for a council.
   *
   * @param worker name of who takes it
   * @param owner that process
   */
  public Optional<Claim> claim(String fingerprint, String worker, String owner) {
    return transaction.execute(
        status -> {
          Optional<Claim> free = free(fingerprint, worker);
          while (free.isPresent() && free.get().attempt() > attempts) {
            giveUp(free.get());
            free = free(fingerprint, worker);
          }
          free.ifPresent(claim -> take(claim, owner));
          return free;
        });
  }

  private Optional<Claim> free(String fingerprint, String worker) {
    return jdbc.sql(
            "select * from work_partition where fingerprint = ? and (state = 'WAITING'"
                + " or (state = 'CLAIMED' and claimed_until < "
                + WorkSql.NOW
                + ")) order by generation, number limit 1 for update skip locked")
        .param(fingerprint)
        .query(
            (row, i) ->
                new Claim(
                    row.getString("generation"),
                    row.getInt("number"),
                    row.getString("node"),
                    row.getLong("step_execution"),
                    List.of(row.getString("case_keys").split(" ")),
                    row.getInt("attempts") + 1,
                    worker))
        .optional();
  }

  private void take(Claim claim, String owner) {
    jdbc.sql(
            "update work_partition set state = 'CLAIMED', worker = ?, owner = ?, attempts = ?,"
                + " claimed_until = "
                + WorkSql.NOW
                + " + ? where generation = ? and number = ?")
        .params(
            claim.worker(),
            owner,
            claim.attempt(),
            lease.toMillis(),
            claim.generation(),
            claim.number())
        .update();
  }

  private void giveUp(Claim claim) {
    jdbc.sql(
            "update work_partition set state = 'FAILED', trouble = case when trouble = '' then ?"
                + " else trouble end where generation = ? and number = ?")
        .params(
            "it was begun " + attempts + " times, and each time its worker ended before it did",
            claim.generation(),
            claim.number())
        .update();
  }

  /** Keeps a claim for another lease; false if it is lost: taken by another one, or withdrawn. */
  public boolean renew(Claim claim) {
    return change(claim, "claimed_until = " + WorkSql.NOW + " + " + lease.toMillis());
  }

  /** All cases of a partition are decided; false if the claim was lost before. */
  public boolean done(Claim claim) {
    return change(claim, "state = 'DONE'");
  }

  /** Gives a partition back to be tried again, as often as it may be. */
  public boolean failed(Claim claim, String trouble) {
    String why = WorkSql.cut(claim.worker() + ": " + trouble);
    return jdbc.sql(
                "update work_partition set state = case when attempts >= ? then 'FAILED' else"
                    + " 'WAITING' end, trouble = ? where generation = ? and number = ?"
                    + " and worker = ? and attempts = ? and state = 'CLAIMED'")
            .params(
                attempts, why, claim.generation(), claim.number(), claim.worker(), claim.attempt())
            .update()
        == 1;
  }

  /** Gives a partition back that was not finished for no fault of its own: this worker leaves. */
  public boolean release(Claim claim) {
    return change(claim, "state = 'WAITING', attempts = attempts - 1, worker = '', owner = ''");
  }

  private boolean change(Claim claim, String what) {
    return jdbc.sql(
                "update work_partition set "
                    + what
                    + " where generation = ? and number = ? and worker = ? and attempts = ?"
                    + " and state = 'CLAIMED'")
            .params(claim.generation(), claim.number(), claim.worker(), claim.attempt())
            .update()
        == 1;
  }

  /** Texts of the cases of a claim that nobody has decided yet, by their names. */
  public Map<String, String> undecided(Claim claim) {
    Map<String, String> cases = new LinkedHashMap<>();
    for (List<String> part : WorkSql.inParts(claim.caseKeys())) {
      jdbc.sql(
              "select case_key, content from work_case where node = :node and case_key in (:keys)"
                  + " and result is null")
          .param("node", claim.node())
          .param("keys", part)
          .query(
              row -> {
                cases.put(row.getString("case_key"), row.getString("content"));
              });
    }
    return cases;
  }

  /** Keeps what a council came to, if nothing is kept for the case: the first decision stays. */
  public boolean decided(Claim claim, String caseKey, String result) {
    return jdbc.sql(
                "update work_case set result = ?, worker = ?, decided_at = "
                    + WorkSql.NOW
                    + " where node = ? and case_key = ? and result is null")
            .params(result, claim.worker(), claim.node(), caseKey)
            .update()
        == 1;
  }

  /** Seats, in words, of a council that work waits for and that has another fingerprint. */
  public Optional<String> otherCouncil(String fingerprint) {
    return jdbc.sql(
            "select r.council from work_run r join work_partition p on p.generation ="
                + " r.generation where p.state = 'WAITING' and p.fingerprint <> ? limit 1")
        .param(fingerprint)
        .query(String.class)
        .optional();
  }
}

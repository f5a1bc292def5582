package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/**
 * What is known of rollouts for good: table {@code rollout}, one row an attempt, and {@code
 * rollout_condemned}, adapters that failed. Several nodes may share the database: each sees its own
 * rows, and those that nobody has signed. Throws Spring's DataAccessException when the database
 * does not answer.
 */
final class RolloutLedger {
  private static final String COLUMNS = "id, kind, adapter, digest, previous, state, started_at";

  private static final String OWN = "node in ('', :node)";

  private final JdbcClient jdbc;
  private final String node;

  /** The rows of a node; an empty name: those that nobody has signed. */
  RolloutLedger(DataSource database, String node) {
    this.jdbc = JdbcClient.create(database);
    this.node = node;
  }

  /** Opens a row; until it is finished it says that somebody has to take the adapter back. */
  LedgerRow open(
      RolloutKind kind,
      AdapterVersion adapter,
      String digest,
      String previous,
      long at,
      long until) {
    RolloutState state = RolloutState.PROBATION;
    long id = insert(kind, adapter.name(), digest, previous, state, at, until);
    return new LedgerRow(id, kind, adapter.name(), digest, previous, state, at);
  }

  /** Writes down an attempt that ended before it began. */
  void rejected(
      RolloutKind kind,
      AdapterVersion adapter,
      String active,
      String reason,
      long start,
      long end) {
    long id = insert(kind, adapter.name(), "", active, RolloutState.REJECTED, start, start);
    finish(id, RolloutState.REJECTED, null, reason, end, null, null);
  }

  private long insert(
      RolloutKind kind,
      String adapter,
      String digest,
      String previous,
      RolloutState state,
      long at,
      long until) {
    KeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            "insert into rollout (node, kind, adapter, digest, previous, state, started_at,"
                + " probation_until) values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(node, kind.name(), adapter, digest, previous, state.name(), at, until)
        .update(key, "id");
    Number id = key.getKey();
    if (id == null) {
      throw new RolloutException(
          RolloutException.Code.STORAGE, "the database gave the rollout no number");
    }
    return id.longValue();
  }

  /** Closes a row. */
  void finish(
      long id,
      RolloutState state,
      @Nullable RolloutCause cause,
      String reason,
      long at,
      @Nullable Long detectionMs,
      @Nullable Long recoveryMs) {
    jdbc.sql(
            "update rollout set state = ?, cause = ?, reason = ?, finished_at = ?,"
                + " detection_ms = ?, recovery_ms = ? where id = ?")
        .param(state.name())
        .param(cause == null ? null : cause.name())
        .param(reason)
        .param(at)
        .param(detectionMs)
        .param(recoveryMs)
        .param(id)
        .update();
  }

  /** Writes down why a row is open that cannot be closed yet. */
  void leaveOpen(long id, RolloutCause cause) {
    jdbc.sql("update rollout set cause = ? where id = ?").params(cause.name(), id).update();
  }

  /** Whether a row is open because the disk or the database failed. */
  boolean openForStorage(long id) {
    return jdbc.sql("select count(*) from rollout where id = ? and cause = ?")
            .params(id, RolloutCause.STORAGE.name())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Rows that nobody has closed, oldest first. */
  List<LedgerRow> unfinished() {
    return rows("state = 'PROBATION' order by id");
  }

  /** The newest that passed, if that was after a moment. */
  Optional<LedgerRow> passedSince(long moment) {
    return rows(
            "kind = 'DEPLOY' and state = 'ACTIVE' and finished_at >= %d order by id desc"
                .formatted(moment))
        .stream()
        .findFirst();
  }

  /** How many watches of this adapter ended without a judgement, for which it may be to blame. */
  int inconclusive(String digest) {
    return (int)
        jdbc
            .sql(
                "select cause from rollout where digest = :digest and cause is not null and " + OWN)
            .param("digest", digest)
            .param("node", node)
            .query(String.class)
            .list()
            .stream()
            .filter(cause -> RolloutCause.valueOf(cause).excusedOnce())
            .count();
  }

  /**
   * Versions that passed before the given one did, newest first; where a rollback may go. For one
   * that never passed, all that did.
   */
  List<String> passedBefore(String version) {
    List<LedgerRow> passed = rows("kind = 'DEPLOY' and state = 'ACTIVE' order by id desc");
    long limit =
        passed.stream()
            .filter(row -> row.adapter().equals(version))
            .mapToLong(LedgerRow::id)
            .max()
            .orElse(Long.MAX_VALUE);
    return passed.stream()
        .filter(row -> row.id() < limit && !row.adapter().equals(version))
        .map(LedgerRow::adapter)
        .distinct()
        .toList();
  }

  /** Never again: remembers that an adapter failed. The first reason stays. */
  void block(String digest, String adapter, String reason, long at) {
    if (digest.isEmpty() || blocked(digest).isPresent()) {
      return;
    }
    jdbc.sql(
            "insert into rollout_condemned (node, digest, adapter, reason, blocked_at)"
                + " values (?, ?, ?, ?, ?)")
        .params(node, digest, adapter, reason, at)
        .update();
  }

  /** Why an adapter may not be deployed again; empty when it may. */
  Optional<String> blocked(String digest) {
    return jdbc
        .sql("select reason from rollout_condemned where digest = :digest and " + OWN)
        .param("digest", digest)
        .param("node", node)
        .query(String.class)
        .list()
        .stream()
        .findFirst();
  }

  /** Lifts what a person laid on an adapter by taking it back; what was seen to fail stays so. */
  void pardon(String digest) {
    jdbc.sql(
            "delete from rollout_condemned where digest = :digest and "
                + OWN
                + " and not exists (select 1 from rollout where rollout.digest ="
                + " rollout_condemned.digest and rollout.node in ('', :node)"
                + " and state = :state and cause <> :cause)")
        .param("digest", digest)
        .param("node", node)
        .param("state", RolloutState.ROLLED_BACK.name())
        .param("cause", RolloutCause.REQUESTED.name())
        .update();
  }

  private List<LedgerRow> rows(String condition) {
    return jdbc.sql("select " + COLUMNS + " from rollout where " + OWN + " and " + condition)
        .param("node", node)
        .query(
            (row, n) ->
                new LedgerRow(
                    row.getLong("id"),
                    RolloutKind.valueOf(row.getString("kind")),
                    row.getString("adapter"),
                    row.getString("digest"),
                    row.getString("previous"),
                    RolloutState.valueOf(row.getString("state")),
                    row.getLong("started_at")))
        .list();
  }
}

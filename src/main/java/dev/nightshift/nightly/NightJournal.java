package dev.nightshift.nightly;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runs and what their finished steps gave.
 *
 * <p>This, and not the repository of the Batch job, decides whether a stage is called again: a
 * result is written here the moment the stage returns.
 */
final class NightJournal {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final ZoneId zone;
  private final String node;

  /**
   * The journal of a node.
   *
   * @param node its name among those that share the database
   */
  NightJournal(DataSource dataSource, InstantSource clock, ZoneId zone, String node) {
    this.jdbc = JdbcClient.create(dataSource);
    this.clock = clock;
    this.zone = zone;
    this.node = node;
  }

  /** A run, how it stands, and the node whose it is; empty for none. */
  record Entry(Night night, NightResult.State state, String node) {
    boolean isRunning() {
      return state == NightResult.State.RUNNING;
    }
  }

  /** Begins a run; empty if there is one of that date and attempt. */
  Optional<Night> begin(LocalDate date, int attempt) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Night night = new Night(Night.key(date, attempt), date, attempt, zone, now);
    try {
      jdbc.sql(
              "insert into nightly_runs"
                  + " (run_key, night, attempt, state, adapter, reason, started_at, node)"
                  + " values (?, ?, ?, 'RUNNING', '', '', ?, ?)")
          .params(night.key(), Date.valueOf(date), attempt, now.toEpochMilli(), node)
          .update();
      return Optional.of(night);
    } catch (DuplicateKeyException e) {
      return Optional.empty();
    }
  }

  /** The next attempt by hand of a date, from 1. */
  int nextAttempt(LocalDate date) {
    return jdbc.sql("select coalesce(max(attempt), 0) + 1 from nightly_runs where night = ?")
        .param(Date.valueOf(date))
        .query(Integer.class)
        .single();
  }

  Optional<Entry> newest() {
    return jdbc.sql("select * from nightly_runs order by started_at desc, attempt desc limit 1")
        .query(this::entry)
        .optional();
  }

  /** The newest run of this node: what another one has begun lies in that one's home. */
  Optional<Entry> newestHere() {
    return jdbc.sql(
            "select * from nightly_runs where node in ('', ?) order by started_at desc, attempt"
                + " desc limit 1")
        .param(node)
        .query(this::entry)
        .optional();
  }

  Optional<Entry> find(String key) {
    return jdbc.sql("select * from nightly_runs where run_key = ?")
        .param(key)
        .query(this::entry)
        .optional();
  }

  List<Entry> running() {
    return jdbc.sql("select * from nightly_runs where state = 'RUNNING' order by started_at desc")
        .query(this::entry)
        .list();
  }

  private Entry entry(ResultSet row, int index) throws SQLException {
    Night night =
        new Night(
            row.getString("run_key"),
            row.getDate("night").toLocalDate(),
            row.getInt("attempt"),
            zone,
            Instant.ofEpochMilli(row.getLong("started_at")));
    return new Entry(
        night, NightResult.State.valueOf(row.getString("state")), row.getString("node"));
  }

  /** Marks a run as going on again, here. */
  void reopen(String key) {
    jdbc.sql(
            "update nightly_runs set state = 'RUNNING', reason = '', finished_at = null, node = ?"
                + " where run_key = ?")
        .params(node, key)
        .update();
  }

  /** Ends a run. */
  void close(String key, NightResult.State state, String adapter, String reason) {
    jdbc.sql(
            "update nightly_runs set state = ?, adapter = ?, reason = ?, finished_at = ?"
                + " where run_key = ?")
        .params(state.name(), adapter, reason, clock.millis(), key)
        .update();
  }

  /**
   * Runs that ended before a moment, oldest first, without the newest run and without those that
   * hold the newest result of a step.
   */
  List<String> endedBefore(Instant moment) {
    Set<String> kept = new HashSet<>();
    newest().ifPresent(entry -> kept.add(entry.night().key()));
    jdbc.sql(
            "select run_key from nightly_steps s where finished_at = (select max(finished_at) from"
                + " nightly_steps t where t.step = s.step)")
        .query(String.class)
        .list()
        .forEach(kept::add);
    return jdbc
        .sql(
            "select run_key from nightly_runs where state <> 'RUNNING' and finished_at < ?"
                + " order by started_at")
        .param(moment.toEpochMilli())
        .query(String.class)
        .list()
        .stream()
        .filter(key -> !kept.contains(key))
        .toList();
  }

  /** Removes a run and what its steps gave. */
  void forget(String key) {
    jdbc.sql("delete from nightly_steps where run_key = ?").param(key).update();
    jdbc.sql("delete from nightly_runs where run_key = ?").param(key).update();
  }

  /** Notes that a step begins, the first time. */
  void started(String key, String step) {
    int known =
        jdbc.sql("select count(*) from nightly_steps where run_key = ? and step = ?")
            .params(key, step)
            .query(Integer.class)
            .single();
    if (known == 0) {
      jdbc.sql("insert into nightly_steps (run_key, step, started_at) values (?, ?, ?)")
          .params(key, step, clock.millis())
          .update();
    }
  }

  /** Keeps what a step gave. */
  void finished(String key, String step, Object result) {
    jdbc.sql("update nightly_steps set finished_at = ?, result = ? where run_key = ? and step = ?")
        .params(clock.millis(), JSON.writeValueAsString(result), key, step)
        .update();
  }

  /** What a step gave; null if it has not finished. */
  <T> @Nullable T result(String key, String step, Class<T> type) {
    return jdbc.sql(
            "select result from nightly_steps where run_key = ? and step = ?"
                + " and finished_at is not null")
        .params(key, step)
        .query(String.class)
        .optional()
        .map(json -> JSON.readValue(json, type))
        .orElse(null);
  }

  /** What a step that has finished gave. */
  <T> T resultOf(String key, String step, Class<T> type) {
    T result = result(key, step, type);
    if (result == null) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE,
          "Step " + step + " of night " + key + " has ended, but what it gave is not known.");
    }
    return result;
  }

  /** Whether a run is this node's to deal with. */
  boolean isMine(Entry entry) {
    return entry.node().isEmpty() || entry.node().equals(node);
  }

  /** The run of that key. */
  Night night(String key) {
    return find(key)
        .map(Entry::night)
        .orElseThrow(
            () ->
                new NightlyException(
                    NightlyException.Code.INFRASTRUCTURE, "There is no night " + key + "."));
  }
}

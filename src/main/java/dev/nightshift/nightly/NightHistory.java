package dev.nightshift.nightly;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What is known of past nights; needs a migrated state database and nothing else. */
public final class NightHistory {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;

  public NightHistory(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /** The newest night, running or ended. */
  public Optional<NightSummary> lastNight() {
    return recent(1).stream().findFirst();
  }

  /** The newest nights, newest first. */
  public List<NightSummary> recent(int count) {
    return jdbc.sql("select * from nightly_runs order by started_at desc, attempt desc limit ?")
        .param(count)
        .query((row, i) -> summary(row))
        .list();
  }

  /** When the newest night began that finished its harvest, another than the given one. */
  public Optional<Instant> lastHarvested(String besides) {
    return jdbc.sql(
            "select r.started_at from nightly_runs r join nightly_steps s on s.run_key = r.run_key"
                + " where s.step = 'harvest' and s.finished_at is not null and r.run_key <> ?"
                + " order by r.started_at desc limit 1")
        .param(besides)
        .query(Long.class)
        .optional()
        .map(Instant::ofEpochMilli);
  }

  /** One night, by {@link Night#key()}. */
  public Optional<NightSummary> find(String key) {
    return jdbc.sql("select * from nightly_runs where run_key = ?")
        .param(key)
        .query((row, i) -> summary(row))
        .optional();
  }

  /** Counts over the nights that are still known, and over all trainings. */
  public NightTotals totals() {
    Map<String, Integer> states = new LinkedHashMap<>();
    jdbc.sql("select state, count(*) nights from nightly_runs group by state")
        .query(
            row -> {
              states.put(row.getString("state"), row.getInt("nights"));
            });
    return new NightTotals(
        states.values().stream().mapToInt(Integer::intValue).sum(),
        jdbc.sql("select count(*) from nightly_trainings").query(Integer.class).single(),
        states.getOrDefault("ACTIVE", 0),
        states.getOrDefault("REJECTED", 0),
        states.getOrDefault("ROLLED_BACK", 0),
        states.getOrDefault("SKIPPED", 0),
        states.getOrDefault("FAILED", 0));
  }

  /** The newest training that produced an adapter. */
  public Optional<TrainingRecord> lastTraining() {
    return jdbc.sql("select * from nightly_trainings order by finished_at desc limit 1")
        .query(
            (row, i) ->
                new TrainingRecord(
                    row.getString("id"),
                    row.getString("adapter"),
                    Instant.ofEpochMilli(row.getLong("finished_at")),
                    row.getDouble("seconds"),
                    row.getDouble("loss"),
                    row.getInt("row_count")))
        .optional();
  }

  /** Records a training; a second one of the same id changes nothing. */
  public void record(TrainingRecord training) {
    try {
      jdbc.sql(
              "insert into nightly_trainings"
                  + " (id, adapter, finished_at, seconds, loss, row_count)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .params(
              training.id(),
              training.adapter(),
              training.finishedAt().toEpochMilli(),
              training.seconds(),
              training.loss(),
              training.rows())
          .update();
    } catch (DuplicateKeyException e) {
      // The step was repeated after a crash.
    }
  }

  private NightSummary summary(ResultSet row) throws SQLException {
    String key = row.getString("run_key");
    long finished = row.getLong("finished_at");
    Instant finishedAt = row.wasNull() ? null : Instant.ofEpochMilli(finished);
    NightResult result =
        new NightResult(
            key,
            NightResult.State.valueOf(row.getString("state")),
            row.getString("adapter"),
            row.getString("reason"),
            timings(key));
    return new NightSummary(result, Instant.ofEpochMilli(row.getLong("started_at")), finishedAt);
  }

  private Map<String, Double> timings(String key) {
    Map<String, Double> timings = new LinkedHashMap<>();
    jdbc.sql(
            "select step, finished_at - started_at millis, result from nightly_steps"
                + " where run_key = ? and finished_at is not null order by started_at, finished_at")
        .param(key)
        .query(
            row -> {
              String step = row.getString("step");
              timings.put(step, row.getLong("millis") / 1000.0);
              if (step.equals("deploy")) {
                JSON.readValue(row.getString("result"), DeployOutcome.class)
                    .timings()
                    .forEach((name, seconds) -> timings.put("deploy." + name, seconds));
              }
            });
    return timings;
  }

  /** The steps of a night in the order of their beginnings, those that go on too. */
  public List<NightStep> steps(String key) {
    return jdbc.sql(
            "select step, started_at, finished_at, result from nightly_steps where run_key = ?"
                + " order by started_at, finished_at")
        .param(key)
        .query(
            (row, i) -> {
              long finished = row.getLong("finished_at");
              Instant finishedAt = row.wasNull() ? null : Instant.ofEpochMilli(finished);
              return new NightStep(
                  row.getString("step"),
                  Instant.ofEpochMilli(row.getLong("started_at")),
                  finishedAt,
                  Objects.requireNonNullElse(row.getString("result"), ""));
            })
        .list();
  }

  /** Every number of what a night's finished step came to; empty if there is none. */
  public Map<String, Double> numbers(String key, String step) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    jdbc.sql(
            "select result from nightly_steps where run_key = ? and step = ? and finished_at is not"
                + " null")
        .params(key, step)
        .query(String.class)
        .optional()
        .ifPresent(
            result -> {
              JSON.readTree(result).properties().stream()
                  .filter(entry -> entry.getValue().isNumber())
                  .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
              numbers.putAll(numbers(result));
            });
    return numbers;
  }

  /** What the newest finished step of that name kept as numbers; empty if there is none. */
  public Map<String, Double> lastNumbers(String step) {
    return jdbc.sql(
            "select result from nightly_steps where step = ? and finished_at is not null"
                + " order by finished_at desc limit 1")
        .param(step)
        .query(String.class)
        .optional()
        .map(NightHistory::numbers)
        .orElse(Map.of());
  }

  private static Map<String, Double> numbers(String result) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    JSON.readTree(result)
        .path("numbers")
        .properties()
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
    return numbers;
  }
}

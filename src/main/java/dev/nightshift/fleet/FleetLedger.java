package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.fleet.FleetRollout.Kind;
import dev.nightshift.fleet.FleetRollout.Outcome;
import dev.nightshift.fleet.FleetRollout.Phase;
import dev.nightshift.home.ProcessIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rollouts over all nodes, what each node has to do for them, and who coordinates: tables {@code
 * fleet_rollout}, {@code fleet_step} and {@code fleet_lease}. A state is only ever changed from the
 * one it is known to have, so that of two who would change it one does.
 */
final class FleetLedger {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  FleetLedger(DataSource database, InstantSource clock) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    this.clock = clock;
  }

  /**
   * Does something as the one coordinator, all of it or nothing. The lease's row is held meanwhile,
   * so that nobody else does anything with a lease that has run out before this has ended. That of
   * a process of this machine that is gone need not run out.
   *
   * @return null when another one coordinates
   */
  <T> @Nullable T coordinating(String owner, Duration lease, Supplier<T> work) {
    return transaction.execute(
        status -> {
          long now = clock.millis();
          int held =
              jdbc.sql(
                      "update fleet_lease set owner = ?, held_until = ? where name = 'coordinator'"
                          + " and (owner = ? or owner = ? or held_until < ?)")
                  .params(owner, now + lease.toMillis(), owner, gone(), now)
                  .update();
          return held == 0 ? null : work.get();
        });
  }

  /** Who holds the lease and is known to be gone; empty: nobody. */
  private String gone() {
    String holder =
        jdbc.sql("select owner from fleet_lease where name = 'coordinator'")
            .query(String.class)
            .single();
    return ProcessIdentity.stateOf(holder) == ProcessIdentity.State.GONE ? holder : "";
  }

  /** Does something while nobody coordinates nor opens a rollout, all of it or nothing. */
  <T> T alone(Supplier<T> work) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              jdbc.sql("update fleet_lease set name = name where name = 'coordinator'").update();
              return work.get();
            }));
  }

  /** Lets others coordinate at once. */
  void release(String owner) {
    jdbc.sql("update fleet_lease set owner = '', held_until = 0 where owner = ?")
        .param(owner)
        .update();
  }

  /**
   * Opens a rollout.
   *
   * @param request names what asked for it
   */
  long open(
      String request,
      Kind kind,
      String adapter,
      @Nullable AdapterManifest manifest,
      String source,
      boolean named) {
    KeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            "insert into fleet_rollout (request, kind, adapter, manifest, source, named, phase,"
                + " reason, started_at) values (?, ?, ?, ?, ?, ?, ?, '', ?)")
        .params(
            request,
            kind.name(),
            adapter,
            manifest == null ? "" : manifest.json(),
            source,
            named,
            Phase.GOING.name(),
            clock.millis())
        .update(key, "id");
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("the database gave the rollout no number");
    }
    return id.longValue();
  }

  /** Adds a node's part. */
  void add(long rollout, String node, int place, boolean canary, StepState state, String previous) {
    jdbc.sql(
            "insert into fleet_step (rollout_id, node, place, canary, state, previous, incarnation,"
                + " attempts, reason, changed_at) values (?, ?, ?, ?, ?, ?, '', 0, '', ?)")
        .params(rollout, node, place, canary, state.name(), previous, clock.millis())
        .update();
  }

  /** The rollout that has not ended, if there is one. */
  Optional<FleetRollout> open() {
    return rollouts("phase <> 'ENDED' order by id limit 1").stream().findFirst();
  }

  /** What all nodes are to have: the newest rollout or rollback that came to its end well. */
  Optional<FleetRollout> decided() {
    return rollouts(
            "outcome in ('ACTIVE', 'BACK') and phase in ('TELLING', 'ENDED')"
                + " order by id desc limit 1")
        .stream()
        .findFirst();
  }

  /** The newest rollout that made an adapter the one of all nodes. */
  Optional<FleetRollout> broughtIn(String adapter) {
    return jdbc.sql(
            "select * from fleet_rollout where outcome = 'ACTIVE' and adapter = ?"
                + " order by id desc limit 1")
        .param(adapter)
        .query((row, i) -> FleetRows.rollout(row))
        .optional();
  }

  Optional<FleetRollout> find(long id) {
    return rollouts("id = " + id).stream().findFirst();
  }

  Optional<FleetRollout> requested(String request) {
    return jdbc.sql("select * from fleet_rollout where request = ?")
        .param(request)
        .query((row, i) -> FleetRows.rollout(row))
        .optional();
  }

  private List<FleetRollout> rollouts(String condition) {
    return jdbc.sql("select * from fleet_rollout where " + condition)
        .query((row, i) -> FleetRows.rollout(row))
        .list();
  }

  /** The newest rollouts, newest first. */
  List<FleetRollout> recent(int most) {
    return rollouts("id > 0 order by id desc limit " + most);
  }

  /** All nodes' parts, in the order of turns. */
  List<FleetStep> steps(long rollout) {
    return jdbc.sql("select * from fleet_step where rollout_id = ? order by place, node")
        .param(rollout)
        .query((row, i) -> FleetRows.step(row))
        .list();
  }

  Optional<FleetStep> step(long rollout, String node) {
    return steps(rollout).stream().filter(step -> step.node().equals(node)).findFirst();
  }

  /** What a node has to do, oldest first. */
  Optional<FleetStep> assigned(String node) {
    return jdbc.sql(
            "select * from fleet_step where node = ? and state in ('ORDERED', 'RUNNING',"
                + " 'BACK_ORDERED', 'BACK_RUNNING') order by rollout_id limit 1")
        .param(node)
        .query((row, i) -> FleetRows.step(row))
        .optional();
  }

  /** Changes a step's state, keeping its reason; false when it is another one meanwhile. */
  boolean change(FleetStep step, StepState to) {
    return change(step, to, step.reason());
  }

  boolean change(FleetStep step, StepState to, String reason) {
    return jdbc.sql(
                "update fleet_step set state = ?, reason = ?, changed_at = ?"
                    + " where rollout_id = ? and node = ? and state = ?")
            .params(
                to.name(), reason, clock.millis(), step.rollout(), step.node(), step.state().name())
            .update()
        == 1;
  }

  /** A node begins: it signs, and says what it has before. */
  boolean claim(FleetStep step, StepState to, String incarnation, String previous) {
    return jdbc.sql(
                "update fleet_step set state = ?, incarnation = ?, previous = ?,"
                    + " attempts = attempts + 1, changed_at = ?"
                    + " where rollout_id = ? and node = ? and state = ? and incarnation = ?")
            .params(
                to.name(),
                incarnation,
                previous,
                clock.millis(),
                step.rollout(),
                step.node(),
                step.state().name(),
                step.incarnation())
            .update()
        == 1;
  }

  /** A node has ended what it began, unless it was told otherwise meanwhile. */
  boolean finish(
      FleetStep step, StepState from, StepState to, String reason, FleetStep.Timings timings) {
    return jdbc.sql(
                "update fleet_step set state = ?, reason = ?, swap_ms = coalesce(?, swap_ms),"
                    + " watch_ms = coalesce(?, watch_ms), detection_ms = coalesce(?, detection_ms),"
                    + " recovery_ms = coalesce(?, recovery_ms), changed_at = ?"
                    + " where rollout_id = ? and node = ? and state = ?")
            .param(to.name())
            .param(reason)
            .param(timings.swap())
            .param(timings.watch())
            .param(timings.detection())
            .param(timings.recovery())
            .param(clock.millis())
            .param(step.rollout())
            .param(step.node())
            .param(from.name())
            .update()
        == 1;
  }

  /** What a node began could not be done now, and is done later. */
  boolean postpone(FleetStep step, StepState to, String reason) {
    return jdbc.sql(
                "update fleet_step set state = ?, reason = ?, attempts = 0, changed_at = ?"
                    + " where rollout_id = ? and node = ? and state = 'RUNNING'")
            .params(to.name(), reason, clock.millis(), step.rollout(), step.node())
            .update()
        == 1;
  }

  /** Another node is to try it first. */
  void promote(FleetStep step) {
    jdbc.sql("update fleet_step set canary = ? where rollout_id = ? and node = ?")
        .params(true, step.rollout(), step.node())
        .update();
  }

  /** Those that have it are to go back. */
  void takeBack(long rollout, String reason) {
    jdbc.sql("update fleet_rollout set phase = ?, reason = ? where id = ? and phase = ?")
        .params(Phase.TAKING_BACK.name(), reason, rollout, Phase.GOING.name())
        .update();
  }

  /** It is decided. */
  void decide(long rollout, Outcome outcome, String reason) {
    jdbc.sql(
            "update fleet_rollout set phase = ?, outcome = ?, reason = ?, finished_at = ?"
                + " where id = ? and phase in ('GOING', 'TAKING_BACK')")
        .params(Phase.TELLING.name(), outcome.name(), reason, clock.millis(), rollout)
        .update();
  }

  /** People have been told. */
  void end(long rollout) {
    jdbc.sql("update fleet_rollout set phase = ? where id = ? and phase = ?")
        .params(Phase.ENDED.name(), rollout, Phase.TELLING.name())
        .update();
  }
}

package dev.nightshift.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.notify.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes that share a database in memory, each worked by hand, one step at a time. */
final class FleetRig implements AutoCloseable {
  static final String BASE = "b".repeat(64);
  static final String NEW = "adapter_20261122T020000Z_aaaaaaaa";
  private static final int MOST_ROUNDS = 400;

  /** Rounds without a change after which nothing will come: a lease has run out by then. */
  private static final int QUIET_ROUNDS = 10;

  /** Of all tests that need no database of their own: migrating one takes most of their time. */
  private static final AtomicReference<JdbcConnectionPool> SHARED = new AtomicReference<>();

  final Map<String, Member> members = new LinkedHashMap<>();
  final List<Notification> told = new ArrayList<>();
  final DataSource database;
  final NodeRegistry registry;
  final FleetLedger ledger;
  FleetSettings settings = FleetSettings.defaults();
  Instant now = Instant.parse("2026-11-22T02:00:00Z");

  /** How often the clock may be read before whoever reads it dies; negative: for ever. */
  int readings = -1;

  /** Whether the database fails there, and nobody dies of it. */
  boolean failing;

  private final JdbcConnectionPool pool;
  private final InstantSource clock = this::read;

  FleetRig(String... names) {
    this(migrated(), names);
  }

  /** On one database for all of these, emptied; one at a time. */
  static FleetRig shared(String... names) {
    JdbcConnectionPool pool =
        Objects.requireNonNull(SHARED.updateAndGet(known -> known == null ? migrated() : known));
    JdbcClient jdbc = JdbcClient.create(pool);
    for (String table : List.of("fleet_step", "fleet_rollout", "fleet_node")) {
      jdbc.sql("delete from " + table).update();
    }
    jdbc.sql("update fleet_lease set owner = '', held_until = 0").update();
    return new FleetRig(pool, names);
  }

  private static JdbcConnectionPool migrated() {
    JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
    Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
    return pool;
  }

  private FleetRig(JdbcConnectionPool pool, String... names) {
    this.pool = pool;
    database = pool;
    registry = new NodeRegistry(database, clock, settings.awayAfter());
    ledger = new FleetLedger(database, clock);
    for (String name : names) {
      members.put(name, new Member(new FakeNode(name), BASE));
    }
  }

  private Instant read() {
    if (readings == 0) {
      readings = -1;
      if (failing) {
        throw new IllegalStateException("the database does not answer");
      }
      throw new Error("killed");
    }
    readings--;
    return now;
  }

  static AdapterManifest manifest(String version) {
    List<AdapterManifest.Part> parts =
        Stream.of(
                "adapter.gguf",
                "adapter_model.safetensors",
                "adapter_config.json",
                "provenance.json")
            .map(name -> new AdapterManifest.Part(name, 10, "0".repeat(64)))
            .toList();
    return new AdapterManifest(version, BASE, parts);
  }

  /** A node with the process that runs it. */
  final class Member {
    final FakeNode node;
    final String base;
    boolean here = true;
    String incarnation = "";
    NodeAgent agent;
    Coordinator coordinator;

    Member(FakeNode node, String base) {
      this.node = node;
      this.base = base;
      start();
    }

    /** A new process; the one before is gone. */
    void start() {
      registry.leave(node.name, incarnation);
      incarnation = node.name + "/" + UUID.randomUUID();
      var self =
          new NodeRegistry.Self(node.name, "http://" + node.name + ":1", "1", base, incarnation);
      assertThat(registry.enter(self, node.active)).isTrue();
      agent = new NodeAgent(self, ledger, registry, node, settings, clock);
      coordinator = new Coordinator(ledger, registry, told::add, settings, clock, incarnation);
      here = true;
    }

    /** The process is gone, without a word. */
    void kill() {
      here = false;
    }

    void beat() {
      if (here) {
        assertThat(registry.beat(node.name, incarnation, node.active)).isTrue();
      }
    }

    void coordinate() {
      if (here) {
        survive(coordinator::advance);
      }
    }

    void work() {
      if (here) {
        survive(() -> agent.work());
      }
    }

    private void survive(Runnable work) {
      try {
        work.run();
      } catch (Error e) {
        assertThat(e).hasMessage("killed");
        readings = -1;
        start();
      }
    }
  }

  Member member(String name) {
    return Objects.requireNonNull(members.get(name));
  }

  FakeNode node(String name) {
    return member(name).node;
  }

  /** Begins to deploy {@link #NEW}, which a node has. */
  long deploy(String from) {
    node(from).adapters.add(NEW);
    return plan(from).deploy("test-" + UUID.randomUUID(), manifest(NEW), false);
  }

  FleetPlan plan(String from) {
    return new FleetPlan(ledger, registry, settings, from);
  }

  /** Every node that is there says so. */
  void beat() {
    now = now.plus(settings.heartbeat());
    members.values().forEach(Member::beat);
  }

  /** All nodes work until none has anything to do. */
  void settle() {
    int quiet = 0;
    for (int round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
      String before = state();
      beat();
      members.values().forEach(Member::coordinate);
      members.values().forEach(Member::work);
      quiet = state().equals(before) ? quiet + 1 : 0;
    }
    if (quiet >= QUIET_ROUNDS) {
      return;
    }
    throw new AssertionError("it does not come to an end: " + state());
  }

  /** So long that who says nothing is away, and nobody waits for it any more. */
  void loseTheSilent() {
    now = now.plus(settings.patience()).plusSeconds(1);
    beat();
  }

  /** So long that who says nothing is away. */
  void missTheSilent() {
    now = now.plus(settings.awayAfter()).plus(Duration.ofSeconds(1));
    beat();
  }

  private String state() {
    return ledger.recent(100).stream()
        .map(one -> one.phase() + "/" + ledger.steps(one.id()).stream().map(this::state).toList())
        .toList()
        .toString();
  }

  private String state(FleetStep step) {
    return step.node() + step.state() + step.attempts() + step.canary() + node(step.node()).active;
  }

  FleetRollout rollout(long id) {
    return ledger.find(id).orElseThrow();
  }

  StepState stateOf(long rollout, String node) {
    return ledger.step(rollout, node).orElseThrow().state();
  }

  Map<String, String> actives() {
    Map<String, String> actives = new LinkedHashMap<>();
    members.values().forEach(member -> actives.put(member.node.name, member.node.active));
    return actives;
  }

  @Override
  public void close() {
    if (pool != SHARED.get()) {
      pool.dispose();
    }
  }
}

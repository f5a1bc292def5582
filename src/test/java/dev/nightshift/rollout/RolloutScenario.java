package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterFixture;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.notify.Outbox;
import dev.nightshift.reliability.Ground;
import dev.nightshift.reliability.Scenario;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.rollout.ScriptedModel.Manner;
import dev.nightshift.serving.ServableAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An adapter is published and goes live, or not, or comes back; with the scripted model. */
public enum RolloutScenario implements Scenario {
  /** The first adapter of a home that has none. */
  FIRST_DEPLOYMENT,
  DEPLOYMENT,
  /** What was deployed answers nonsense and is taken back. */
  FAILING_DEPLOYMENT,
  /** A person asks for the adapter of before. */
  ROLLBACK,
  /** Old adapters, views and backups are removed. */
  CLEAN_UP,
  DRILL;

  private static final int GOOD = 1;
  private static final int NEXT = 2;

  @Override
  public String scenarioName() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The pipeline while one process lives. */
  private record Living(AdapterStore store, ScriptedModel model, Rollouts rollouts) {}

  private static Living start(Ground ground, Duration later) {
    TickingClock clock = new TickingClock();
    clock.advance(later);
    AdapterStore store = new AdapterStore(ground.home().resolve("loras"));
    ScriptedModel model = new ScriptedModel(clock);
    Outbox outbox =
        new Outbox(
            ground.database(),
            NotifySettings.to(List.of("http://127.0.0.1:9/nobody")),
            Clock.systemUTC());
    Probes probes =
        new Probes(RolloutFixture.questions("general", 20), RolloutFixture.questions("own", 12));
    Rollouts rollouts =
        new Rollouts(
            new RolloutParts(
                store,
                new AdapterCheck(AdapterFixture.BASE_SHA256),
                model,
                version -> probes,
                from -> List.of(),
                outbox,
                (donor, breakage, staged) -> AdapterFixture.write(staged, 999),
                ground.database(),
                RolloutFixture.settings(),
                clock,
                "node-1"));
    return new Living(store, model, rollouts);
  }

  /** Publishes an adapter under a name that is the same each time. */
  private static AdapterVersion publish(AdapterStore store, int seed) throws IOException {
    Path staged = store.stage();
    try {
      AdapterFixture.write(staged, seed);
      Files.writeString(staged.resolve("scope.json"), "{}");
      return store.publish(staged, new TickingClock().instant().plusSeconds(seed));
    } finally {
      store.unstage(staged);
    }
  }

  @Override
  public void prepare(Ground ground) throws IOException {
    if (this == FIRST_DEPLOYMENT) {
      return;
    }
    Living living = start(ground, Duration.ZERO);
    living.rollouts().recover(RolloutListener.silent());
    deploy(living, publish(living.store(), GOOD));
    if (this == CLEAN_UP) {
      for (int seed = 10; seed < 14; seed++) {
        deploy(living, publish(living.store(), seed));
      }
    }
    if (this == ROLLBACK || this == CLEAN_UP) {
      deploy(living, publish(living.store(), NEXT));
    }
  }

  private static void deploy(Living living, AdapterVersion version) {
    RolloutResult result = living.rollouts().deploy(version, RolloutListener.silent());
    if (result.state() != RolloutState.ACTIVE) {
      throw new IllegalStateException(result.reason());
    }
  }

  @Override
  public void run(Ground ground) throws IOException {
    Living living = start(ground, Duration.ofHours(1));
    living.rollouts().recover(RolloutListener.silent());
    goOn(ground, living);
  }

  @Override
  public void start(Ground ground) {
    start(ground, Duration.ofHours(1)).rollouts().recover(RolloutListener.silent());
  }

  /** Publishes the next adapter, and says its name. */
  public String publishNext(Ground ground) {
    try {
      return publish(start(ground, Duration.ofHours(1)).store(), NEXT).name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deploys the next adapter; says what is active. */
  public String deployNext(Ground ground) {
    Living living = start(ground, Duration.ofHours(1));
    deploy(living, living.store().find(nameOf(living, NEXT)).orElseThrow());
    return active(ground);
  }

  /** What is active. */
  public String active(Ground ground) {
    return start(ground, Duration.ofHours(1)).store().current().name();
  }

  /** Whether the next adapter is active. */
  public boolean isDone(Ground ground) {
    Living living = start(ground, Duration.ofHours(1));
    return living.store().current().name().equals(nameOf(living, NEXT));
  }

  /** Removes old adapters; says how many things went. */
  public int cleanUp(Ground ground) {
    return start(ground, Duration.ofHours(1)).rollouts().prune(5).size();
  }

  private void goOn(Ground ground, Living living) throws IOException {
    RolloutListener silent = RolloutListener.silent();
    Rollouts rollouts = living.rollouts();
    switch (this) {
      case FIRST_DEPLOYMENT, DEPLOYMENT -> {
        AdapterVersion next = publish(living.store(), NEXT);
        deploy(living, next);
        ground.acknowledge().accept("active " + next.name());
      }
      case FAILING_DEPLOYMENT -> {
        AdapterVersion next = publish(living.store(), NEXT);
        living.model().scriptLive(next.name(), Manner.GARBAGE);
        RolloutResult result = rollouts.deploy(next, silent);
        assertThat(result.state()).isIn(RolloutState.ROLLED_BACK, RolloutState.REJECTED);
        ground.acknowledge().accept("active " + result.active());
      }
      case ROLLBACK -> {
        String active = rollouts.rollback(Optional.empty(), silent).active();
        ground.acknowledge().accept("active " + active);
      }
      case CLEAN_UP -> rollouts.prune(1);
      case DRILL -> rollouts.drill(Breakage.GARBAGE, silent);
    }
  }

  @Override
  public void recover(Ground ground) throws IOException {
    Living living = start(ground, Duration.ofHours(2));
    living.rollouts().recover(RolloutListener.silent());
    for (String acknowledged : ground.acknowledged()) {
      assertThat("active " + living.store().current().name()).isEqualTo(acknowledged);
    }
    requireServed(living);
    assertThat(living.rollouts().recover(RolloutListener.silent())).as("nothing left").isEmpty();
    boolean done = this == ROLLBACK && living.store().current().name().equals(nameOf(living, GOOD));
    if (!done) {
      goOn(ground, living);
    }
    requireServed(living);
  }

  private static String nameOf(Living living, int seed) {
    String time = "2026112" + "1T02000" + seed;
    return living.store().versions().stream()
        .map(AdapterVersion::name)
        .filter(name -> name.contains(time))
        .findFirst()
        .orElse("none");
  }

  /** Files and backend agree, and what they agree on can be served. */
  private static void requireServed(Living living) {
    AdapterVersion current = living.store().current();
    assertThat(living.model().active().map(ServableAdapter::version).orElse("base"))
        .isEqualTo(current.name());
    if (!current.isBase()) {
      assertThat(new AdapterCheck(AdapterFixture.BASE_SHA256).problems(current)).isEmpty();
    }
  }

  @Override
  public void check(Ground ground) throws IOException {
    Path loras = ground.home().resolve("loras");
    requireNoDanglingLinks(loras);
    JdbcClient jdbc = JdbcClient.create(ground.database());
    assertThat(
            jdbc.sql("select adapter from rollout where state = 'PROBATION'").query().listOfRows())
        .as("rollouts without an end")
        .isEmpty();
    Living living = start(ground, Duration.ofHours(3));
    String expected =
        switch (this) {
          case FIRST_DEPLOYMENT, DEPLOYMENT, CLEAN_UP -> nameOf(living, NEXT);
          case FAILING_DEPLOYMENT, ROLLBACK, DRILL -> nameOf(living, GOOD);
        };
    assertThat(living.store().current().name()).isEqualTo(expected);
    requireTold(jdbc, living);
    // What a process leaves in which the disk failed goes at its next start.
    living.rollouts().recover(RolloutListener.silent());
    try (Stream<Path> all = Files.walk(loras)) {
      assertThat(
              all.filter(path -> path.getFileName().toString().startsWith("."))
                  .filter(path -> !path.endsWith(".rollout.lock")))
          .as("left behind")
          .isEmpty();
    }
  }

  private void requireTold(JdbcClient jdbc, Living living) {
    String title =
        switch (this) {
          case FIRST_DEPLOYMENT, DEPLOYMENT -> nameOf(living, NEXT) + " is active";
          case FAILING_DEPLOYMENT, ROLLBACK -> "Rolled back to " + nameOf(living, GOOD);
          case DRILL -> "Drill: rolled back to " + nameOf(living, GOOD);
          case CLEAN_UP -> "";
        };
    if (!title.isEmpty()) {
      assertThat(jdbc.sql("select title from outbox_notification").query(String.class).list())
          .as("people are told")
          .contains(title);
    }
  }

  private static void requireNoDanglingLinks(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isSymbolicLink).filter(link -> !Files.exists(link)).toList())
          .as("links that point nowhere")
          .isEmpty();
    }
  }
}

package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterFixture;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.notify.Notification;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.serving.ServableAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/** A home with a scripted model, on which rollouts run in no time. */
final class RolloutFixture {
  final TickingClock clock = new TickingClock();
  final AdapterStore store;
  final DataSource database;
  final List<Notification> told = new ArrayList<>();
  final List<LiveTraffic.Observation> traffic = new ArrayList<>();
  ScriptedModel model = new ScriptedModel(clock);
  Probes probes = new Probes(questions("general", 40), questions("own", 12));
  String node = "";
  private int seed;

  RolloutFixture(Path folder) {
    this(folder, database());
  }

  /** A home whose database others share. */
  RolloutFixture(Path folder, DataSource database) {
    this.database = database;
    store = new AdapterStore(folder.resolve("loras"));
  }

  static List<EvaluationItem> questions(String prefix, int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> EvaluationItem.keyword(prefix + " question " + i, "right"))
        .toList();
  }

  Rollouts rollouts() {
    return rollouts(step -> {});
  }

  Rollouts rollouts(Consumer<RolloutStep> step) {
    Rollouts rollouts =
        new Rollouts(
            new RolloutParts(
                store,
                new AdapterCheck(AdapterFixture.BASE_SHA256),
                model,
                version -> probes,
                from -> List.copyOf(traffic),
                told::add,
                (donor, breakage, staged) -> {
                  AdapterFixture.write(staged, 999);
                },
                database,
                settings(),
                clock,
                node),
            step);
    return rollouts;
  }

  static RolloutSettings settings() {
    RolloutSettings d = RolloutSettings.defaults();
    return new RolloutSettings(
        d.baselineProbes(),
        d.successThreshold(),
        d.latencyThreshold(),
        d.monitorDuration(),
        Duration.ZERO,
        d.maxTokens(),
        d.leastWatched(),
        d.sentinelTolerance(),
        d.latencyRatio(),
        d.latencyIncrease(),
        d.significance());
  }

  /** Another adapter; with a scope, as training writes them. */
  AdapterVersion trained() {
    clock.advance(Duration.ofSeconds(1));
    Path staged = store.stage();
    AdapterFixture.write(staged, ++seed);
    try {
      Files.writeString(staged.resolve("scope.json"), "{}");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return store.publish(staged, clock.instant());
  }

  /** A first adapter that answers well, deployed. */
  AdapterVersion serveGood() {
    rollouts().recover(RolloutListener.silent());
    AdapterVersion good = trained();
    assertThat(deploy(good).state()).isEqualTo(RolloutState.ACTIVE);
    return good;
  }

  RolloutResult deploy(AdapterVersion version) {
    return rollouts().deploy(version, RolloutListener.silent());
  }

  /** The files and the backend agree that it is active. */
  void assertServed(AdapterVersion version) {
    assertThat(store.current()).isEqualTo(version);
    assertThat(model.active().map(ServableAdapter::version).orElse("base"))
        .isEqualTo(version.name());
  }

  private static DataSource database() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    Flyway.configure().dataSource(h2).locations("classpath:db/migration").load().migrate();
    return h2;
  }
}

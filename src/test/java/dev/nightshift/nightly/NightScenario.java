package dev.nightshift.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.harvest.HarvestScenario;
import dev.nightshift.home.Home;
import dev.nightshift.notify.NotifySettings;
import dev.nightshift.notify.Outbox;
import dev.nightshift.reliability.Ground;
import dev.nightshift.reliability.Scenario;
import dev.nightshift.rollout.RolloutScenario;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole night: the real job, harvest, adapter store and rollout, on the real tables; a trainer
 * that only writes files, and the scripted model.
 */
public enum NightScenario implements Scenario {
  NIGHT;

  @Override
  public String scenarioName() {
    return "night";
  }

  /** The lock of a night is held for as long as the process with its number lives. */
  @Override
  public boolean endsWithItsThread() {
    return false;
  }

  private static NotifySettings webhooks() {
    return NotifySettings.to(List.of("http://127.0.0.1:9/nobody"));
  }

  private static NightlyRuntime runtime(Ground ground) {
    return NightlyRuntime.open(
        ground.database(),
        new Stages(ground),
        new Outbox(ground.database(), webhooks(), Clock.systemUTC()),
        new Home(ground.home()),
        new NightlySettings(true, "02:00", "UTC", 0, Duration.ofHours(12), Duration.ofMillis(50)),
        Clock.systemUTC());
  }

  @Override
  public void prepare(Ground ground) throws Exception {
    RolloutScenario.DEPLOYMENT.prepare(ground);
    new NightlySchema(ground.database()).batch();
  }

  @Override
  public void run(Ground ground) throws Exception {
    RolloutScenario.DEPLOYMENT.start(ground);
    try (NightlyRuntime runtime = runtime(ground)) {
      NightResult result = runtime.runner().run(RunRequest.manual());
      if (result.state() != NightResult.State.ACTIVE) {
        throw new IllegalStateException(result.reason());
      }
      ground.acknowledge().accept("night " + result.night());
    }
  }

  @Override
  public void start(Ground ground) {
    RolloutScenario.DEPLOYMENT.start(ground);
  }

  @Override
  public void recover(Ground ground) throws Exception {
    RolloutScenario.DEPLOYMENT.start(ground);
    try (NightlyRuntime runtime = runtime(ground)) {
      boolean resumed = runtime.runner().resume().isPresent();
      if (!resumed && !RolloutScenario.DEPLOYMENT.isDone(ground)) {
        runtime.runner().run(RunRequest.manual());
      }
      assertThat(runtime.runner().resume()).as("nothing is left to resume").isEmpty();
    }
  }

  @Override
  public void check(Ground ground) throws Exception {
    HarvestScenario.FIRST_HARVEST.check(ground);
    RolloutScenario.DEPLOYMENT.check(ground);
    JdbcClient jdbc = JdbcClient.create(ground.database());
    assertThat(
            jdbc.sql("select state from nightly_runs where finished_at is null")
                .query()
                .listOfRows())
        .as("nights without an end")
        .isEmpty();
    assertThat(jdbc.sql("select kind from outbox_notification").query(String.class).list())
        .as("people are told, once each")
        .contains("HARVEST", "TRAINING", "DEPLOYED");
  }

  /** The stages of one process. */
  private record Stages(Ground ground) implements NightlyStages {
    @Override
    public void preflight(Night night) {}

    @Override
    public HarvestOutcome harvest(Night night) {
      HarvestScenario.FIRST_HARVEST.run(quiet());
      return new HarvestOutcome(5, 4, "harvest.jsonl", Map.of());
    }

    /** What stages do is acknowledged with the night. */
    private Ground quiet() {
      return new Ground(ground.home(), ground.database(), List.of(), done -> {});
    }

    @Override
    public TrainingOutcome train(Night night, HarvestOutcome harvest) {
      return TrainingOutcome.trained(
          RolloutScenario.DEPLOYMENT.publishNext(ground), harvest.kept(), 0.25, 3.5);
    }

    @Override
    public GateOutcome gate(Night night, TrainingOutcome trained) {
      return new GateOutcome(GateOutcome.State.PASSED, "won 9 of 9", Map.of());
    }

    @Override
    public DeployOutcome deploy(Night night, TrainingOutcome trained, GateOutcome passed) {
      String active = RolloutScenario.DEPLOYMENT.deployNext(ground);
      return new DeployOutcome(DeployOutcome.State.ACTIVE, active, "healthy", Map.of());
    }

    @Override
    public ValidationOutcome validate(Night night) {
      return new ValidationOutcome(RolloutScenario.DEPLOYMENT.active(ground), "answers");
    }

    @Override
    public CleanUpOutcome cleanUp(Night night) {
      return new CleanUpOutcome(RolloutScenario.DEPLOYMENT.cleanUp(ground), "old adapters");
    }
  }
}

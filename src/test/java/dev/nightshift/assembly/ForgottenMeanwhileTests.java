package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.Forgotten;
import dev.nightshift.home.Home;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.nightly.DeployOutcome;
import dev.nightshift.nightly.GateOutcome;
import dev.nightshift.nightly.Night;
import dev.nightshift.nightly.TrainingOutcome;
import dev.nightshift.serving.ServingException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenMeanwhileTests {
  @TempDir Path directory;
  private Pipeline pipeline;

  @BeforeEach
  void open() {
    Home home = new Home(directory);
    pipeline = new Pipeline(home, Settings.load(home, Map.of(), Map.of()));
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void a_training_by_hand_and_a_forget_wait_for_each_other() {
    Request.Forget forget = new Request.Forget(null, "mona", true);
    try (ProcessLock _ = TrainingLock.acquire(pipeline.home(), "train")) {
      assertBusy(() -> new ForgetOperation(pipeline).run(forget, Progress.silent()), "forget has");
    }
    Request.Train train = new Request.Train(List.of());
    try (ProcessLock _ = TrainingLock.acquire(pipeline.home(), "forget")) {
      assertBusy(() -> TrainOperation.run(pipeline, train, Progress.silent()), "train has");
    }
    TrainingLock.acquire(pipeline.home(), "train").close();
  }

  @Test
  void an_ollama_server_is_only_asked_when_something_was_forgotten_and_its_silence_is_said() {
    Map<String, String> silent =
        Map.of(
            "nightshift.serving.backend", "ollama",
            "nightshift.serving.ollama-model", "tiny",
            "nightshift.serving.ollama-url", "http://127.0.0.1:1");
    Home home = new Home(directory);
    try (Pipeline served = new Pipeline(home, Settings.load(home, Map.of(), silent))) {
      TaintedAdapters tainted = new TaintedAdapters(served);
      assertThat(tainted.deleteOnServer()).isEmpty();

      served
          .adapters()
          .taints()
          .record(
              new Forgotten(
                  "x", Instant.EPOCH, true, List.of(), List.of("e1"), List.of(), null, List.of()));

      assertThatThrownBy(tainted::deleteOnServer)
          .isInstanceOfSatisfying(
              ServingException.class,
              e -> assertThat(e.code()).isEqualTo(ServingException.Code.UNAVAILABLE));
    }
  }

  private static void assertBusy(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.code()).isEqualTo(OperationException.Code.BUSY))
        .hasMessageContaining(words);
  }

  @Test
  void a_night_whose_adapter_was_forgotten_ends_rejected() {
    Instant at = Instant.parse("2026-11-21T01:00:00Z");
    Night night = new Night("2026-11-21", LocalDate.of(2026, 11, 21), 0, ZoneOffset.UTC, at);
    String name = "adapter_20261121T020000Z_00000000";
    TrainingOutcome training =
        new TrainingOutcome(TrainingOutcome.State.TRAINED, name, "", 1, 1, 1, Map.of());
    NightStages stages = new NightStages(pipeline);

    GateOutcome gate = stages.gate(night, training);
    assertThat(gate.state()).isEqualTo(GateOutcome.State.REJECTED);
    assertThat(gate.reason()).contains(name, "forgotten");
    GateOutcome passed = new GateOutcome(GateOutcome.State.PASSED, "", Map.of());
    assertThat(stages.deploy(night, training, passed).state())
        .isEqualTo(DeployOutcome.State.REJECTED);
  }
}

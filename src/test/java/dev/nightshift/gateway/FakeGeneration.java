package dev.nightshift.gateway;

import dev.nightshift.asking.AskService;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.generation.AnswerSchema;
import dev.nightshift.generation.AskObservers;
import dev.nightshift.generation.FeedbackLogs;
import dev.nightshift.generation.Flow;
import dev.nightshift.generation.FlowSettings;
import dev.nightshift.generation.Flows;
import dev.nightshift.generation.GenerationParts;
import dev.nightshift.generation.Generator;
import dev.nightshift.generation.ModelFeedback;
import dev.nightshift.generation.ScriptedModel;
import dev.nightshift.generation.ServedModel;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.generation.ServedModels;
import dev.nightshift.generation.SharedModel;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.quarantine.FeedbackGate;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.ServingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The models that ship, and one that cannot be opened, over models that say what a test wants. */
final class FakeGeneration {
  static final String VALID =
      """
      {"ticker": "ACME", "action": "TIGHTEN", "side": "LONG", "new_stop_pct": 2.5, \
      "new_target_pct": 6, "confidence": 0.75, "rationale": "It rose."}\
      """;

  /** A confidence above 1, and no rationale. */
  static final String INVALID = VALID.replace("0.75, \"rationale\": \"It rose.\"", "7");

  final ScriptedModel hermes = new ScriptedModel("hermes-tiny", "It is sound.");
  final ScriptedModel phi3 = new ScriptedModel("phi-tiny", VALID);
  final GenerationParts parts;
  private final ExchangeMemory memory;

  FakeGeneration(ExchangeMemory memory, Path logs) {
    this.memory = memory;
    ServedModel proposer =
        model("phi3", ServedModelSettings.structured("classpath:trade"), shipped(), shared(phi3));
    ServedModel assessor = model("hermes", ServedModelSettings.text(), null, shared(hermes));
    ServedModels models =
        new ServedModels(
            List.of(assessor, proposer, model("broken", ServedModelSettings.text(), null, away())),
            new AskObservers());
    Generator generator = new Generator(models, Duration.ofSeconds(5));
    FeedbackLogs written = new FeedbackLogs(logs);
    Flows flows =
        new Flows(
            List.of(
                flow("trade_adjustments", trade(), proposer, assessor),
                flow("plain", FlowSettings.of("phi3", "hermes"), proposer, assessor)),
            generator,
            written,
            InstantSource.system());
    FeedbackService service =
        new FeedbackService(memory, FeedbackGate.open(), InstantSource.system());
    this.parts =
        new GenerationParts(
            models, generator, flows, new ModelFeedback(models, flows, memory, service, written));
  }

  private static FlowSettings trade() {
    return new FlowSettings(
        true,
        "phi3",
        "hermes",
        "",
        "Assess {proposal} for {prompt}",
        "phi3_proposal",
        "hermes_assessment",
        "phi3_details");
  }

  private static Flow flow(
      String name, FlowSettings settings, ServedModel proposer, ServedModel assessor) {
    return new Flow(name, settings, proposer, assessor, shipped(), "phi3");
  }

  private ServedModel model(
      String id, ServedModelSettings settings, @Nullable AnswerSchema schema, SharedModel shared) {
    return new ServedModel(
        id,
        settings,
        schema,
        shared,
        open ->
            AskService.elsewhere(
                open,
                memory,
                new FakeAugmenter(),
                ServingSettings.defaults(),
                InstantSource.system()),
        Optional::empty);
  }

  private static SharedModel shared(ScriptedModel model) {
    SharedModel shared =
        SharedModel.of(model.name(), () -> model, Duration.ofSeconds(5), InstantSource.system());
    return shared;
  }

  private static SharedModel away() {
    return SharedModel.of(
        "broken",
        () -> {
          throw new ServingException(
              ServingException.Code.UNAVAILABLE, "no server answers at http://10.0.0.7");
        },
        Duration.ofSeconds(5),
        InstantSource.system());
  }

  private static AnswerSchema shipped() {
    try (var in =
        Objects.requireNonNull(
            FakeGeneration.class.getResourceAsStream("/trade-adjustment.schema.json"))) {
      return AnswerSchema.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.nightshift.assembly;

import dev.nightshift.codeloop.CodeLoop;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.governance.Governance;
import dev.nightshift.prompts.PromptImprover;
import dev.nightshift.prompts.PromptLedger;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.versions.ProgramVersions;
import java.util.List;
import java.util.Optional;

/** What works on programming tasks. */
final class CodeAssembly {
  private static final String DEFAULT = "default";
  private static final String NONE = "none";

  private final Pipeline pipeline;
  private final Lazy<Sandbox> sandbox;
  private final Lazy<PromptImprover> prompts;
  private final Lazy<ProgramVersions> versions;
  private final Lazy<Governance> governance;

  CodeAssembly(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.prompts = new Lazy<>(this::openPrompts);
    this.sandbox =
        new Lazy<>(
            () ->
                pipeline.closeWithPipeline(
                    "the sandbox", Sandbox.open(pipeline.settings().sandbox())));
    this.governance = new Lazy<>(() -> GovernanceAssembly.open(pipeline));
    this.versions =
        new Lazy<>(
            () ->
                new ProgramVersions(
                    pipeline.home().code(), pipeline.settings().versions(), pipeline.clock()));
  }

  /** Versions of what the improver is told. */
  PromptImprover prompts() {
    return prompts.get();
  }

  private PromptImprover openPrompts() {
    return new PromptImprover(
        new PromptLedger(pipeline.home().code().resolve("prompts"), Instructions.shipped()),
        pipeline.settings().prompts(),
        pipeline.clock());
  }

  /** Runs programs and says what became of them. */
  SandboxJudge judge() {
    return new SandboxJudge(sandbox.get());
  }

  /** What the improver is told before a task, as adopted last. */
  Instructions instructions() {
    return prompts().inForce();
  }

  /** Programs that are kept. */
  ProgramVersions versions() {
    return versions.get();
  }

  /** Watches runs and nights, and reports. */
  Governance governance() {
    return governance.get();
  }

  /** Those that hear of every run. */
  List<RunListener> listeners() {
    return List.of(versions().listener(), governance().recorder());
  }

  /** A loop whose models are closed with it. */
  Opened open(LoopSettings settings) {
    SandboxJudge judge = judge();
    Borrowed improver = model(settings.improver());
    try {
      Borrowed evaluator =
          settings.evaluator().equals(settings.improver()) || settings.evaluator().equals(NONE)
              ? Borrowed.again(improver)
              : model(settings.evaluator());
      CodeLoop loop =
          new CodeLoop(
              improver.model(),
              settings.evaluator().equals(NONE) ? Optional.empty() : Optional.of(evaluator.model()),
              judge,
              settings,
              this::instructions,
              pipeline.clock());
      return new Opened(loop, improver, evaluator);
    } catch (RuntimeException e) {
      improver.close();
      throw e;
    }
  }

  /** A loop and the models it asks. */
  record Opened(CodeLoop loop, Borrowed improver, Borrowed evaluator) implements AutoCloseable {
    @Override
    public void close() {
      evaluator.close();
      improver.close();
    }
  }

  /** A model, closed only if it was opened for this. */
  record Borrowed(LanguageModel model, Runnable givingBack) implements AutoCloseable {
    static Borrowed again(Borrowed other) {
      return new Borrowed(other.model(), () -> {});
    }

    @Override
    public void close() {
      givingBack.run();
    }
  }

  private Borrowed model(String named) {
    if (named.equals(DEFAULT) || named.equals(pipeline.settings().model().base())) {
      return new Borrowed(pipeline.model(), () -> {});
    }
    ServedModelSettings settings =
        new ServedModelSettings(
            true,
            ServedModelSettings.Backend.AUTO,
            named,
            "",
            ServedModelSettings.Kind.TEXT,
            "",
            0,
            "",
            null,
            "",
            "");
    ServedModelOpener opener = new ServedModelOpener(pipeline, System.getenv());
    LanguageModel opened = opener.open(settings, List.of(settings));
    return new Borrowed(
        opened,
        () -> {
          pipeline.gpu.models().removeIf(model -> model == opened);
          opened.close();
        });
  }
}

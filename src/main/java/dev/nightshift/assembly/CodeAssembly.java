package dev.nightshift.assembly;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.appraisal.Appraiser;
import dev.nightshift.codeloop.CodeLoop;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.Workshop;
import dev.nightshift.governance.Governance;
import dev.nightshift.prompts.PromptImprover;
import dev.nightshift.prompts.PromptLedger;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.tracing.Traces;
import dev.nightshift.versions.ProgramVersions;
import java.util.List;
import java.util.Optional;

/** What works on programming tasks. */
final class CodeAssembly implements Workshop {
  private static final String NONE = "none";

  private final Pipeline pipeline;
  private final CodeModels models;
  private final Lazy<CodeRuns> runs = new Lazy<>(this::openRuns);
  private final Lazy<Sandbox> sandbox;
  private final Lazy<Appraiser> appraiser;
  private final Lazy<PromptImprover> prompts;
  private final Lazy<ProgramVersions> versions;
  private final Lazy<Governance> governance;

  CodeAssembly(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.models = new CodeModels(pipeline);
    this.prompts = new Lazy<>(this::openPrompts);
    this.sandbox =
        new Lazy<>(
            () ->
                pipeline.closeWithPipeline(
                    "the sandbox", Sandbox.open(pipeline.settings().sandbox())));
    this.appraiser = new Lazy<>(() -> new Appraiser(sandbox.get()));
    this.governance = new Lazy<>(() -> GovernanceAssembly.open(pipeline));
    this.versions =
        new Lazy<>(
            () ->
                new ProgramVersions(
                    pipeline.home().code(),
                    pipeline.settings().versions(),
                    pipeline.clock(),
                    this::quality));
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
  @Override
  public SandboxJudge judge() {
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
  @Override
  public List<RunListener> listeners() {
    return List.of(versions().listener(), governance().recorder());
  }

  /** What writes programs. */
  LanguageModel improver(LoopSettings settings) {
    return models.get(settings.improver());
  }

  /** What says what is wrong with them; empty where none shall. */
  Optional<LanguageModel> evaluator(LoopSettings settings) {
    return settings.evaluator().equals(NONE)
        ? Optional.empty()
        : Optional.of(models.get(settings.evaluator()));
  }

  /** The models that work on programs. */
  CodeModels models() {
    return models;
  }

  /** Runs of the loop, started by whoever may. */
  CodeRuns runs() {
    return runs.get();
  }

  @Override
  public void ended(RunReport report) {
    new CodeRunTraces(pipeline.traces.get()).ended(report);
  }

  private CodeRuns openRuns() {
    // Opened first, so that it is closed last.
    Traces _ = pipeline.traces.get();
    return pipeline.closeWithPipeline(
        "the code runs",
        new CodeRuns(
            pipeline.settings().codeRuns(),
            pipeline.home().code().resolve("runs"),
            this,
            pipeline.clock()));
  }

  @Override
  public LoopSettings settings() {
    return pipeline.settings().code();
  }

  @Override
  public Limits limits() {
    return pipeline.settings().sandbox().limits();
  }

  @Override
  public Appraisal appraise(CodeTask task, String source, Judgement judgement) {
    return appraiser.get().appraise(task, source, judgement);
  }

  private Quality quality(CodeTask task, String source, Judgement judgement) {
    return appraiser.get().quality(task, source, judgement, settings().growth());
  }

  @Override
  public CodeLoop loop(LoopSettings settings) {
    return new CodeLoop(
        improver(settings),
        evaluator(settings),
        judge(),
        this::quality,
        settings,
        this::instructions,
        pipeline.clock());
  }
}

package dev.nightshift.assembly;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeLoop;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.serving.LanguageModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Works on a programming task. */
final class CodeOperation {
  private static final String DEFAULT = "default";
  private static final String NONE = "none";

  private CodeOperation() {}

  static CodeReply run(Pipeline pipeline, Request.Code request, Progress progress) {
    CodeTask task = TaskCatalog.read(request.task(), pipeline.settings().sandbox().limits());
    LoopSettings configured = pipeline.settings().code();
    LoopSettings settings =
        request.rounds() == null ? configured : configured.withRounds(request.rounds());
    progress.update("code", "opening the sandbox and the model", -1);
    try (Sandbox sandbox = Sandbox.open(pipeline.settings().sandbox());
        Borrowed improver = model(pipeline, settings.improver());
        Borrowed evaluator =
            settings.evaluator().equals(settings.improver()) || settings.evaluator().equals(NONE)
                ? Borrowed.again(improver)
                : model(pipeline, settings.evaluator())) {
      CodeLoop loop =
          new CodeLoop(
              improver.model(),
              settings.evaluator().equals(NONE) ? Optional.empty() : Optional.of(evaluator.model()),
              new SandboxJudge(sandbox),
              settings,
              pipeline.clock());
      CodeRun run = loop.run(task, attempt -> tell(progress, attempt, settings));
      return CodeReply.of(run);
    }
  }

  private static void tell(Progress progress, Attempt attempt, LoopSettings settings) {
    int rows = attempt.judgement().rows().size();
    long passed = attempt.judgement().rows().stream().filter(row -> row.passed()).count();
    progress.update(
        "code",
        String.format(
            Locale.ROOT,
            "round %d, attempt %d: %d of %d rows, %.1f s of writing and %.1f s in the sandbox",
            attempt.round(),
            attempt.number(),
            passed,
            rows,
            attempt.writing().toMillis() / 1e3,
            attempt.judgement().time().toMillis() / 1e3),
        (double) attempt.number() / (settings.rounds() * settings.samples()));
  }

  /** A model, closed only if it was opened for this. */
  private record Borrowed(LanguageModel model, Runnable givingBack) implements AutoCloseable {
    static Borrowed again(Borrowed other) {
      return new Borrowed(other.model(), () -> {});
    }

    @Override
    public void close() {
      givingBack.run();
    }
  }

  private static Borrowed model(Pipeline pipeline, String named) {
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

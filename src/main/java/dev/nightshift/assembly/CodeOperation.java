package dev.nightshift.assembly;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.codeloop.TaskCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Works on a programming task. */
final class CodeOperation {
  private CodeOperation() {}

  static CodeReply run(Pipeline pipeline, Request.Code request, Progress progress) {
    CodeTask task = TaskCatalog.read(request.task(), pipeline.settings().sandbox().limits());
    LoopSettings configured = pipeline.settings().code();
    LoopSettings settings =
        request.rounds() == null ? configured : configured.withRounds(request.rounds());
    progress.update("code", "opening the sandbox and the model", -1);
    List<RunListener> listeners = new ArrayList<>(pipeline.code.listeners());
    listeners.add(new Told(progress, settings));
    try (CodeAssembly.Opened opened = pipeline.code.open(settings)) {
      return CodeReply.of(opened.loop().run(task, RunListener.all(listeners)));
    }
  }

  /** Tells of attempts as progress. */
  private record Told(Progress progress, LoopSettings settings) implements RunListener {
    @Override
    public void attempted(RunStart run, Attempt attempt) {
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
  }
}

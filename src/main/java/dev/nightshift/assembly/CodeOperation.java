package dev.nightshift.assembly;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.coderuns.AttemptReport;
import dev.nightshift.coderuns.RunNews;
import dev.nightshift.coderuns.RunSummary;
import java.util.Locale;

/** Works on a programming task. */
final class CodeOperation {
  /** Whose runs those of commands are. */
  static final String OPERATOR = "operator";

  private CodeOperation() {}

  static CodeReply run(Pipeline pipeline, Request.Code request, Progress progress) {
    CodeTask task = TaskCatalog.read(request.task(), pipeline.settings().sandbox().limits());
    LoopSettings settings = pipeline.settings().code();
    int rounds = request.rounds() == null ? settings.rounds() : request.rounds();
    progress.update("code", "opening the sandbox and the model", -1);
    double most = (double) rounds * settings.samples() + settings.polish();
    return CodeReply.of(
        pipeline
            .code
            .runs()
            .run(task, request.rounds(), OPERATOR, news -> tell(news, most, progress)));
  }

  private static void tell(RunNews news, double most, Progress progress) {
    if (news.attempts().isEmpty() && !news.summary().state().over()) {
      RunSummary run = news.summary();
      progress.update(Operations.RUN, run.id(), -1);
    }
    for (AttemptReport attempt : news.attempts()) {
      progress.update("code", inWords(attempt), attempt.number() / most);
    }
  }

  private static String inWords(AttemptReport attempt) {
    return String.format(
        Locale.ROOT,
        "round %d, attempt %d: %d of %d rows, %.1f s of writing and %.1f s in the sandbox",
        attempt.round(),
        attempt.number(),
        attempt.rowsPassed(),
        attempt.rows(),
        attempt.writingMs() / 1e3,
        attempt.sandboxMs() / 1e3);
  }
}

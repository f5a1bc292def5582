package dev.nightshift.cli;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.appraisal.Appraiser;
import dev.nightshift.assembly.Settings;
import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline code evaluate --task T --program FILE}. */
@Command(
    name = "evaluate",
    description = {
      "Says what a program is worth: whether it is right, how its time and memory grow, how well it"
          + " is made.",
      "Ends with 0 when it passes all rows and tests; the other parts decide nothing."
    })
final class CodeEvaluateCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--task",
      paramLabel = "FILE",
      required = true,
      description = "A YAML file, or the name of a task that comes with the program.")
  String task = "";

  @Option(
      names = "--program",
      paramLabel = "FILE",
      required = true,
      description = "Python. It runs in the sandbox.")
  Path program = Path.of("");

  CodeEvaluateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Settings settings = session.settings();
    CodeTask read = TaskCatalog.read(task, settings.sandbox().limits());
    String source = source();
    try (Sandbox sandbox = Sandbox.open(settings.sandbox())) {
      Appraisal appraisal = new Appraiser(sandbox).appraise(read, source);
      session.print(AppraisalReply.of(read, appraisal), () -> AppraisalText.of(appraisal));
      boolean passed = appraisal.correctness().judgement().passed();
      return (passed ? ExitCode.DONE : ExitCode.FAILED).status();
    }
  }

  private String source() {
    try {
      String text = Files.readString(Path.of(InputFile.existing(program)));
      if (!text.isBlank()) {
        return text;
      }
      throw new CodeLoopException(
          CodeLoopException.Code.REQUEST, "there is no program in " + program);
    } catch (IOException e) {
      throw new CodeLoopException(
          CodeLoopException.Code.REQUEST, program + " cannot be read: " + e, e);
    }
  }
}

package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline eval FILE.jsonl [--adapter current|base|VERSION] [--augmented]}. */
@Command(
    name = "eval",
    description = {
      "Scores questions with known answers.",
      "One JSON object a line: {\"question\",\"keyword\"} (whole words, case does not matter)",
      "or {\"question\",\"answer\"}."
    })
final class EvalCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "JSON lines.")
  Path file = Path.of("");

  @Option(
      names = "--adapter",
      paramLabel = "ADAPTER",
      description = "current (the default), base, or a version.")
  String adapter = "current";

  @Option(names = "--always-on", description = "The adapter answers all, whatever its scope.")
  boolean alwaysOn;

  @Option(
      names = "--augmented",
      description = "With the corrections in the prompts that ask would put there.")
  boolean augmented;

  EvalCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Eval request = new Request.Eval(InputFile.existing(file), adapter, alwaysOn, augmented);
    return session.run((operations, progress) -> operations.eval(request, progress));
  }
}

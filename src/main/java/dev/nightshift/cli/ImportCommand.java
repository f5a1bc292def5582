package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pipeline import FILE.jsonl}. */
@Command(
    name = "import",
    description = {
      "Takes exchanges of elsewhere into the memory.",
      "One JSON object a line:",
      "{\"question\",\"answer\",\"confidence\"?,\"success\"?,\"correction\"?,\"at\"?,\"model\"?}",
      "or an OpenAI chat log's {\"messages\":[…]}. Bad lines are set aside, the rest go in."
    })
final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "JSON lines.")
  Path file = Path.of("");

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Import request = new Request.Import(InputFile.existing(file));
    return session.run((operations, progress) -> operations.importExchanges(request, progress));
  }
}

package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline ask "…"}. */
@Command(name = "ask", description = "Answers a question and remembers the exchange.")
final class AskCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "The question.")
  List<String> words = List.of();

  @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of the answer.")
  @Nullable Integer maxTokens;

  @Option(names = "--author", paramLabel = "NAME", description = "Who asks.")
  String author = "cli";

  AskCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Ask request = new Request.Ask(String.join(" ", words), maxTokens, author);
    return session.run((operations, progress) -> operations.ask(request));
  }
}

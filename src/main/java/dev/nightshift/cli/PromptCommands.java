package dev.nightshift.cli;

import dev.nightshift.assembly.PromptsRequest;
import dev.nightshift.assembly.PromptsRequest.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pipeline governance prompts|improve|try|propose|adopt|reject|rollback}: what the improver
 * of the code loop is told before every task.
 */
@Command(name = "prompt-commands")
final class PromptCommands {
  private static final String TASKS =
      "A task to try on: a name, a file, or a folder of files. Default: those of the program.";
  private static final String REASON = "Why; it is kept.";

  private final Session session;

  private PromptCommands(Session session) {
    this.session = session;
  }

  /** Puts them under a command. */
  static void addTo(CommandLine command, Session session) {
    new CommandLine(new PromptCommands(session)).getSubcommands().forEach(command::addSubcommand);
  }

  @Command(
      name = "prompts",
      description = "Lists the versions of what the improver is told, and the candidates.")
  int prompts(
      @Parameters(
              paramLabel = "ID",
              arity = "0..1",
              description = "Shows one candidate with its trials.")
          @Nullable String id) {
    return run(id == null ? Action.LIST : Action.SHOW, id, null, null, List.of(), false);
  }

  @Command(
      name = "improve",
      description = {
        "Looks for better instructions on some tasks and tries the best on the others.",
        "It is adopted only if it wins by more than noise gives; ends with 1 otherwise."
      })
  int improve(
      @Option(names = "--task", paramLabel = "TASK", description = TASKS)
          @Nullable List<String> tasks) {
    return run(Action.IMPROVE, null, null, null, absolute(tasks), false);
  }

  @Command(
      name = "try",
      description = "Tries a candidate against the version in force, on the tasks held out.")
  int tryOut(
      @Parameters(paramLabel = "ID", description = "Of the candidate.") String id,
      @Option(names = "--task", paramLabel = "TASK", description = TASKS)
          @Nullable List<String> tasks) {
    return run(Action.TRY, id, null, null, absolute(tasks), false);
  }

  @Command(name = "propose", description = "Takes instructions of yours in as a candidate.")
  int propose(
      @Parameters(paramLabel = "FILE", description = "The instructions, as plain text.") Path file,
      @Option(names = "--reason", paramLabel = "TEXT", description = REASON)
          @Nullable String reason) {
    try {
      String text = Files.readString(file);
      return run(Action.PROPOSE, null, text, reason, List.of(), false);
    } catch (IOException e) {
      return session.fail("USAGE", file + " cannot be read: " + e, ExitCode.WRONG_USE);
    }
  }

  @Command(name = "adopt", description = "Puts a candidate in force that won its trial.")
  int adopt(
      @Parameters(paramLabel = "ID", description = "Of the candidate.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = REASON)
          @Nullable String reason,
      @Option(
              names = "--force",
              description = "Also one that lost or was not tried; this is kept, too.")
          boolean force) {
    return run(Action.ADOPT, id, null, reason, List.of(), force);
  }

  @Command(name = "reject", description = "Gives a candidate up.")
  int reject(
      @Parameters(paramLabel = "ID", description = "Of the candidate.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = REASON)
          @Nullable String reason) {
    return run(Action.REJECT, id, null, reason, List.of(), false);
  }

  @Command(name = "rollback", description = "Puts another version in force.")
  int rollback(
      @Parameters(paramLabel = "VERSION", description = "Such as v1.") String version,
      @Option(names = "--reason", paramLabel = "TEXT", description = REASON)
          @Nullable String reason) {
    return run(Action.ROLLBACK, version, null, reason, List.of(), false);
  }

  private static List<String> absolute(@Nullable List<String> tasks) {
    return tasks == null
        ? List.of()
        : tasks.stream()
            .map(
                task ->
                    Files.exists(Path.of(task))
                        ? Path.of(task).toAbsolutePath().normalize().toString()
                        : task)
            .toList();
  }

  private int run(
      Action action,
      @Nullable String id,
      @Nullable String text,
      @Nullable String reason,
      List<String> tasks,
      boolean force) {
    PromptsRequest request = new PromptsRequest(action, id, text, reason, tasks, force);
    return session.run((operations, progress) -> operations.prompts(request, progress));
  }
}

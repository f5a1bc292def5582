package dev.nightshift.cli;

import dev.nightshift.assembly.GovernanceRequest;
import dev.nightshift.assembly.GovernanceRequest.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline governance report|reports|timeline|ask}. */
@Command(
    name = "governance",
    description = {
      "Tells what fails in the code loop and in the nights, why, what to do about it,",
      "and whether what was done before has helped; and keeps the versions of instructions."
    })
final class GovernanceCommand implements Callable<Integer> {
  private final Session session;

  private GovernanceCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    CommandLine command =
        new CommandLine(new GovernanceCommand(session))
            .addSubcommand(new Report(session))
            .addSubcommand(new Ask(session));
    PromptCommands.addTo(command, session);
    return command;
  }

  @Override
  public Integer call() {
    return session.fail(
        "USAGE",
        "say governance report, reports, timeline, ask or prompts; see --help",
        ExitCode.WRONG_USE);
  }

  @Command(name = "reports", description = "Lists the reports, newest first.")
  int reports() {
    return run(session, new GovernanceRequest(Wanted.REPORTS));
  }

  @Command(
      name = "timeline",
      description = "Tells reports, adoptions, nights and rollbacks in their order.")
  int timeline() {
    return run(session, new GovernanceRequest(Wanted.TIMELINE));
  }

  private static int run(Session session, GovernanceRequest request) {
    return session.run((operations, progress) -> operations.governance(request));
  }

  /** {@code pipeline governance report}. */
  @Command(
      name = "report",
      description = "Writes a report of what failed lately, or shows the newest one.")
  static final class Report implements Callable<Integer> {
    private final Session session;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "How far back, such as 90m, 1h or 7d, instead of as set.")
    @Nullable String since;

    @Option(names = "--last", description = "Shows the newest report and writes none.")
    boolean last;

    Report(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      if (last && since != null) {
        return session.fail(
            "USAGE", "say either --since TIME or --last, not both", ExitCode.WRONG_USE);
      }
      Duration lookback = since == null ? null : TimeSpan.parse(since);
      return run(
          session,
          new GovernanceRequest(
              last ? Wanted.LAST : Wanted.REPORT,
              lookback == null ? null : lookback.toMillis(),
              null));
    }
  }

  /** {@code pipeline governance ask QUESTION}. */
  @Command(
      name = "ask",
      description = {
        "Answers a question about failures, reports, instructions, tasks or nights.",
        "Numbers are counted by the program, whoever puts them into words."
      })
  static final class Ask implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "Such as: why does it fail?")
    List<String> words = List.of();

    Ask(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return run(session, new GovernanceRequest(Wanted.ASK, null, String.join(" ", words)));
    }
  }
}

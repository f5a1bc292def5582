package dev.nightshift.cli;

import dev.nightshift.sandbox.Boundary;
import dev.nightshift.sandbox.BoundaryReport;
import dev.nightshift.sandbox.Entry;
import dev.nightshift.sandbox.Outcome;
import dev.nightshift.sandbox.Program;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxSettings;
import dev.nightshift.sandbox.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipeline sandbox check|run}: where untrusted Python runs. */
@Command(
    name = "sandbox",
    description = "Runs a Python program that is not trusted, or checks what stands around it.")
final class SandboxCommand implements Callable<Integer> {
  private final Session session;

  private SandboxCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new SandboxCommand(session))
        .addSubcommand(new Check(session))
        .addSubcommand(new Run(session));
  }

  @Override
  public Integer call() {
    return session.fail("USAGE", "say sandbox check or sandbox run", ExitCode.WRONG_USE);
  }

  /** The settings, for one program and without one that waits. */
  private static SandboxSettings settings(Session session, boolean unsafe) {
    SandboxSettings settings = session.settings().sandbox();
    return settings.with(unsafe ? Boundary.UNSAFE : settings.boundary(), 0, 1);
  }

  /** {@code pipeline sandbox check}. */
  @Command(name = "check", description = "Tries the boundary, and says what is missing.")
  static final class Check implements Callable<Integer> {
    private final Session session;

    Check(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      BoundaryReport report = Sandbox.check(settings(session, false));
      session.print(report, () -> SandboxText.of(report));
      return (report.holds() ? ExitCode.DONE : ExitCode.FAILED).status();
    }
  }

  /** {@code pipeline sandbox run FILE}. */
  @Command(name = "run", description = "Runs a program and shows what it came to.")
  static final class Run implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The program.")
    Path file = Path.of("");

    @Option(
        names = "--input",
        paramLabel = "FILE",
        description = "What it can read from standard input; otherwise nothing.")
    @Nullable Path input;

    @Option(
        names = "--call",
        paramLabel = "FUNCTION",
        description = "A function of it to call for each --with.")
    @Nullable String function;

    @Option(
        names = "--with",
        paramLabel = "JSON",
        description = "Arguments of one call: an array, or an object with their names.")
    List<String> rows = List.of();

    @Option(
        names = "--unchecked",
        description = "Does not look at the program before; the boundary holds without.")
    boolean unchecked;

    @Option(
        names = "--unsafe-sandbox",
        description = "Runs it without the boundary: only for programs that you trust.")
    boolean unsafe;

    Run(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      String source = text(file);
      Entry entry =
          function == null
              ? new Entry.Script(input == null ? "" : text(input))
              : new Entry.Call(function, rows);
      try (Sandbox sandbox = Sandbox.open(settings(session, unsafe))) {
        Validation validation = unchecked ? Validation.off() : sandbox.validation();
        Outcome outcome = sandbox.run(new Program(source, entry, validation));
        session.print(SandboxReply.of(outcome), () -> SandboxText.of(outcome));
        return (outcome.succeeded() ? ExitCode.DONE : ExitCode.FAILED).status();
      }
    }

    private static String text(Path file) {
      try {
        return Files.readString(Path.of(InputFile.existing(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

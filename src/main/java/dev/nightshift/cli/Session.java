package dev.nightshift.cli;

import dev.nightshift.assembly.Failures;
import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.OperationsProtocol;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Settings;
import dev.nightshift.backup.Restore;
import dev.nightshift.home.Home;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** One run of a command: what it was given, and where its result goes. */
final class Session {
  private final GlobalOptions options;
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final OperationsSource source;

  Session(
      GlobalOptions options,
      Terminal terminal,
      Map<String, String> environment,
      OperationsSource source) {
    this.options = options;
    this.terminal = terminal;
    this.environment = environment;
    this.source = source;
  }

  GlobalOptions options() {
    return options;
  }

  Terminal terminal() {
    return terminal;
  }

  Home home() {
    return options.home(environment);
  }

  Map<String, String> environment() {
    return environment;
  }

  /** The settings of the home, which is whole: a restore that was cut off is undone first. */
  Settings settings() {
    return settings(Map.of());
  }

  /** The same with settings that an option of one command names. */
  Settings settings(Map<String, String> more) {
    Restore.requireWhole(home());
    Map<String, String> overrides = new HashMap<>(options.overrides());
    overrides.putAll(more);
    return Settings.load(home(), environment, overrides);
  }

  /** Has one operation done and prints its reply, whose outcome is the exit status. */
  int run(BiFunction<Operations, Progress, Reply> work) {
    return run(work, Reply::outcome);
  }

  /** The same for a command that judges outcomes in its own way. */
  <R extends Reply> int run(
      BiFunction<Operations, Progress, R> work, Function<R, Reply.Outcome> outcome) {
    ProgressPrinter progress = new ProgressPrinter(terminal, InstantSource.system());
    R reply;
    try (Operations operations = open(progress)) {
      reply = work.apply(operations, progress);
    } finally {
      progress.close();
    }
    print(reply);
    return ExitCode.of(outcome.apply(reply)).status();
  }

  /** Operations on the home, the server's if one runs. */
  Operations open(Progress progress) {
    return source.open(home(), settings(), options.model != null, progress);
  }

  /** Prints a reply: as JSON if that is wanted, else in words. */
  void print(Reply reply) {
    print(reply, () -> ReplyText.of(reply));
  }

  /** The same for any record. */
  void print(Object result, Supplier<String> text) {
    terminal
        .out()
        .println(options.json ? OperationsProtocol.json().writeValueAsString(result) : text.get());
  }

  /** Says what went wrong, and returns the exit status. */
  int fail(RuntimeException e) {
    OperationException told = Failures.told(e);
    return fail(told.code().name(), String.valueOf(told.getMessage()), ExitCode.of(told.code()));
  }

  /** Says what went wrong, and returns the exit status. */
  int fail(String code, String message, ExitCode exit) {
    terminal.err().println("pipeline: " + message);
    if (options.json) {
      ObjectNode line = OperationsProtocol.json().createObjectNode();
      line.putObject("error").put("code", code).put("message", message);
      terminal.out().println(line);
    }
    return exit.status();
  }
}

package dev.nightshift.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * One command line, run with fake operations.
 *
 * @param status its exit status
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
record CliRun(int status, String out, String err) {
  static CliRun of(Path home, FakeOperations operations, String... args) {
    return of(home, Map.of(), operations, args);
  }

  static CliRun of(
      Path home, Map<String, String> environment, FakeOperations operations, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(toErr);
      GlobalOptions options = new GlobalOptions();
      options.home = home;
      Terminal terminal = new Terminal(toOut, toErr, false);
      Session session =
          new Session(
              options, terminal, environment, (at, settings, given, progress) -> operations);
      int status = new Cli(options, session).execute(args);
      return new CliRun(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }
}

package dev.nightshift.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints: results to {@code out}, everything else (progress, logs, errors) to
 * {@code err}.
 *
 * @param out the result of the command, alone
 * @param err the rest
 * @param interactive whether a person watches {@code err}
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {
  /**
   * The process's own streams. From here on {@code System.out} is {@code System.err}, so that
   * nothing a library prints can get between the result's lines.
   */
  static Terminal system() {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    System.setOut(err);
    System.setErr(err);
    String kind = System.getenv("TERM");
    return new Terminal(out, err, kind != null && !kind.equals("dumb") && watched());
  }

  /** The plain console starts faster than the default one, and is null without a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean watched() {
    System.setProperty("jdk.console", "java.base");
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}

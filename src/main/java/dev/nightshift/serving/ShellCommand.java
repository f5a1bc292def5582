package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the owner's that starts a server again, run by {@code sh}. It has to end when the
 * server has been told to start.
 *
 * @param text the command
 * @param setting what says it
 */
public record ShellCommand(String text, String setting) {
  private static final int TOLD = 500;

  /**
   * Runs it. What it says goes to a file, so that a server left running behind it cannot keep us.
   *
   * @param options stand behind its own words
   * @throws ServingException UNAVAILABLE when it fails or does not end in time, CANCELLED when the
   *     thread is interrupted
   */
  public void run(List<String> options, Duration patience) {
    List<String> words = new ArrayList<>(List.of("sh", "-c"));
    words.add(options.isEmpty() ? text : text + " \"$@\"");
    words.add("restart");
    words.addAll(options);
    try {
      run(words, patience, Files.createTempFile("restart", ".log"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(
          Code.CANCELLED, "interrupted while " + setting + " was running", e);
    } catch (IOException | UncheckedIOException e) {
      throw new ServingException(Code.UNAVAILABLE, setting + " cannot be run: " + e, e);
    }
  }

  private void run(List<String> words, Duration patience, Path said)
      throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw failed("did not end within " + patience.toSeconds() + " s", said);
      }
      if (process.exitValue() != 0) {
        throw failed("ended with the exit code " + process.exitValue(), said);
      }
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private ServingException failed(String how, Path said) throws IOException {
    String last = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
    last = last.substring(Math.max(0, last.length() - TOLD));
    return new ServingException(
        Code.UNAVAILABLE, setting + " " + how + (last.isEmpty() ? "" : ": " + last));
  }
}

package dev.nightshift.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks other programs of the system, which may not be there. */
final class Commands {
  private Commands() {}

  /** What a command says; empty when it is not there, fails or takes too long. */
  static Optional<String> output(List<String> command, long patience, TimeUnit unit) {
    try {
      // Into a file: a program that hangs with an open pipe would hold us.
      Path said = Files.createTempFile("doctor", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(patience, unit)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        return process.exitValue() == 0 ? Optional.of(Files.readString(said)) : Optional.empty();
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

package dev.nightshift.training;

import dev.nightshift.home.AtomicFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Runs the trainer in a process of its own, so that whatever happens there fails one step and never
 * the serving. The child ends by itself when this process is gone.
 */
public final class TrainerProcess {
  private static final Logger log = LoggerFactory.getLogger(TrainerProcess.class);
  private static final Duration CANCEL_CHECK = Duration.ofMillis(500);

  private final Function<Path, List<String>> command;

  /** With the command of {@link Launch#trainer}. */
  public TrainerProcess() {
    this(Launch::trainer);
  }

  /**
   * With another command.
   *
   * @param command gets the specification's file
   */
  public TrainerProcess(Function<Path, List<String>> command) {
    this.command = command;
  }

  /**
   * Trains, and returns when the adapter lies in the specification's output directory.
   *
   * @param spec what to do; also written to {@code spec.json} beside the checkpoints
   * @param onProgress told after every optimiser step
   * @param cancelled asked twice a second; true ends the child
   * @throws TrainingException PROCESS when the child died, CANCELLED, or whatever the child
   *     reported
   */
  public TrainingReport train(
      TrainingSpec spec, Consumer<TrainingProgress> onProgress, BooleanSupplier cancelled) {
    Path file = spec.checkpoints().resolve("spec.json");
    Path errors = spec.checkpoints().resolve("trainer.log");
    try {
      Files.createDirectories(spec.checkpoints());
      AtomicFiles.writeString(file, TrainingJson.line(spec));
      ProcessBuilder builder =
          new ProcessBuilder(command.apply(file))
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
      Launch.environment().forEach(builder.environment()::putIfAbsent);
      Process process = builder.start();
      Thread guard = Thread.ofVirtual().start(() -> guard(process, cancelled));
      try (BufferedReader lines = process.inputReader()) {
        return read(process, lines, onProgress, cancelled, errors);
      } finally {
        process.destroyForcibly();
        guard.interrupt();
      }
    } catch (IOException e) {
      if (cancelled.getAsBoolean()) {
        // Ending the child closes its pipes, whoever reads them.
        throw new TrainingException(TrainingException.Code.CANCELLED, "training was cancelled", e);
      }
      throw new TrainingException(
          TrainingException.Code.PROCESS,
          "the trainer could not be started or read: " + e.getMessage(),
          e);
    }
  }

  private static void guard(Process process, BooleanSupplier cancelled) {
    try {
      while (process.isAlive()) {
        if (cancelled.getAsBoolean()) {
          // At once: an orderly exit would free the native library under the running step.
          process.destroyForcibly();
          return;
        }
        Thread.sleep(CANCEL_CHECK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  private static TrainingReport read(
      Process process,
      BufferedReader lines,
      Consumer<TrainingProgress> onProgress,
      BooleanSupplier cancelled,
      Path errors)
      throws IOException {
    TrainingReport report = null;
    TrainerEvent.Failure failure = null;
    String line;
    while ((line = lines.readLine()) != null) {
      TrainerEvent event = event(line);
      if (event == null) {
        log.info("trainer: {}", line);
        continue;
      }
      if (event.progress() != null) {
        onProgress.accept(event.progress());
      }
      report = event.report() != null ? event.report() : report;
      failure = event.failure() != null ? event.failure() : failure;
    }
    int exit = exitCode(process);
    if (failure != null) {
      throw new TrainingException(failure.code(), failure.message());
    }
    if (cancelled.getAsBoolean() && report == null) {
      throw new TrainingException(TrainingException.Code.CANCELLED, "training was cancelled");
    }
    if (report == null || exit != 0) {
      throw new TrainingException(
          TrainingException.Code.PROCESS,
          "the trainer ended with exit code "
              + exit
              + (report == null ? " and no report" : "")
              + "; what it said is in "
              + errors
              + "; a run started again goes on from its last checkpoint");
    }
    if (!report.leftOut().isEmpty()) {
      log.warn(
          "{} examples are longer than max-tokens and were not trained on: {}",
          report.leftOut().size(),
          String.join(" | ", report.leftOut()));
    }
    return report;
  }

  private static @Nullable TrainerEvent event(String line) {
    if (!line.startsWith("{")) {
      return null;
    }
    try {
      return TrainingJson.MAPPER.readValue(line, TrainerEvent.class);
    } catch (JacksonException e) {
      return null; // some library's own output
    }
  }

  private static int exitCode(Process process) {
    try {
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException(
          TrainingException.Code.CANCELLED, "waiting for the trainer was interrupted", e);
    }
  }
}

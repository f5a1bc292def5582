package dev.nightshift.assembly;

import dev.nightshift.gateway.HealthPart;
import dev.nightshift.nightly.NightlyException;
import dev.nightshift.notify.Notification;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ReplaceableLanguageModel;
import dev.nightshift.vram.NvidiaSmi;
import dev.nightshift.vram.VramSettings;
import dev.nightshift.vram.VramUse;
import dev.nightshift.vram.VramWatchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Has a server's models reloaded when the GPU's memory stays too full, and tells people. */
final class GpuWatch implements VramWatchdog.Actions {
  private static final Duration RESTART = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Pipeline pipeline;

  private GpuWatch(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** A watchdog that does not look yet. */
  static VramWatchdog of(Pipeline pipeline) {
    VramSettings settings = pipeline.settings().vram();
    return new VramWatchdog(NvidiaSmi.of(settings), settings, new GpuWatch(pipeline));
  }

  /** Not during a night, whose gate and watch would take it for the adapter's fault. */
  @Override
  public boolean reload() {
    if (!pipeline.gpu.tryLock()) {
      return false;
    }
    try {
      return pipeline
          .nightly()
          .withoutNight(
              () -> {
                reloadNow();
                return true;
              });
    } catch (NightlyException e) {
      if (e.code() == NightlyException.Code.ALREADY_RUNNING) {
        return false;
      }
      throw e;
    } finally {
      pipeline.gpu.unlock();
    }
  }

  private void reloadNow() {
    LanguageModel model = pipeline.model();
    String restart = pipeline.settings().vram().restart();
    if (model instanceof ReplaceableLanguageModel served) {
      served.pause(
          "the model is reloaded, because the GPU's memory was too full",
          LanguageModels.patience(pipeline));
      try {
        if (!restart.isBlank()) {
          run(restart);
        }
      } finally {
        served.resume();
      }
    }
    awaitAnswers(model, restart.isBlank() ? Duration.ZERO : RESTART);
  }

  private static void run(String command) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(RESTART.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "nightshift.vram.restart did not end within " + RESTART.toMinutes() + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "nightshift.vram.restart ended with the exit code " + process.exitValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("nightshift.vram.restart cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while nightshift.vram.restart was running", e);
    }
  }

  private static void awaitAnswers(LanguageModel model, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    Optional<String> trouble = model.trouble();
    try {
      while (trouble.isPresent() && System.nanoTime() < until) {
        Thread.sleep(LOOK);
        trouble = model.trouble();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (trouble.isPresent()) {
      throw new IllegalStateException(trouble.get());
    }
  }

  @Override
  public void tell(String title, String text) {
    String id = "vram-" + pipeline.clock().instant();
    pipeline.outbox().publish(new Notification(id, Notification.Kind.ERROR, title, text, Map.of()));
  }

  /** What GET /health says of it. */
  static HealthPart health(VramWatchdog watchdog, VramSettings settings) {
    if (!watchdog.off().isEmpty()) {
      return new HealthPart("gpu", HealthPart.State.OK, "not watched: " + watchdog.off());
    }
    Optional<VramUse> last = watchdog.last();
    boolean full = last.map(use -> use.usedMebibytes() > settings.limitMebibytes()).orElse(false);
    return new HealthPart(
        "gpu",
        full ? HealthPart.State.DEGRADED : HealthPart.State.OK,
        last.map(use -> use.usedMebibytes() + " of " + use.totalMebibytes() + " MiB used")
            .orElse("not read yet"));
  }
}

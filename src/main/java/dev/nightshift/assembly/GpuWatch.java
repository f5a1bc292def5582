package dev.nightshift.assembly;

import dev.nightshift.gateway.HealthPart;
import dev.nightshift.nightly.NightlyException;
import dev.nightshift.notify.Notification;
import dev.nightshift.rollout.RolloutException;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ReplaceableLanguageModel;
import dev.nightshift.serving.ShellCommand;
import dev.nightshift.vram.NvidiaSmi;
import dev.nightshift.vram.VramSettings;
import dev.nightshift.vram.VramUse;
import dev.nightshift.vram.VramWatchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a server's models reloaded when the GPU's memory stays too full, and tells people. */
final class GpuWatch implements VramWatchdog.Actions {
  private static final Duration RESTART = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Pipeline pipeline;

  GpuWatch(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** A watchdog that does not look yet. */
  static VramWatchdog of(Pipeline pipeline) {
    VramSettings settings = pipeline.settings().vram();
    return new VramWatchdog(NvidiaSmi.of(settings), settings, new GpuWatch(pipeline));
  }

  /**
   * Not during a night or a rollout, whose gate and watch would take it for the adapter's fault. A
   * rollout that is asked for meanwhile is told what it has to wait for.
   */
  @Override
  public boolean reload() {
    if (!pipeline.gpu.taken().tryLock()) {
      return false;
    }
    try {
      return pipeline
          .nightly()
          .withoutNight(
              () -> {
                pipeline.rollouts().apart("reloading the models", this::reloadNow);
                return true;
              });
    } catch (NightlyException e) {
      if (e.code() == NightlyException.Code.ALREADY_RUNNING) {
        return false;
      }
      throw e;
    } catch (RolloutException e) {
      if (e.code() == RolloutException.Code.LOCKED) {
        return false;
      }
      throw e;
    } finally {
      pipeline.gpu.taken().unlock();
    }
  }

  /** The base model, with the adapter that is active, and those beside it that take memory here. */
  private void reloadNow() {
    String restart = pipeline.settings().vram().restart();
    pipeline.model();
    List<ReplaceableLanguageModel> paused = new ArrayList<>();
    try {
      for (ReplaceableLanguageModel model : pipeline.gpu.models()) {
        model.pause(
            "the model is reloaded, because the GPU's memory was too full",
            LanguageModels.patience(pipeline));
        paused.add(model);
      }
      if (!restart.isBlank()) {
        new ShellCommand(restart, "nightshift.vram.restart").run(List.of(), RESTART);
      }
    } finally {
      paused.forEach(ReplaceableLanguageModel::resume);
    }
    paused.forEach(model -> awaitAnswers(model, restart.isBlank() ? Duration.ZERO : RESTART));
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

package dev.nightshift.vram;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a GPU's memory again and again. When it was too much so many times in a row, the models
 * are reloaded and people are told, once: where that does not help they are left alone until it is
 * within the limit. A look that fails counts neither way. Where there is no GPU it says so once and
 * stops looking. Thread-safe.
 */
public final class VramWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VramWatchdog.class);

  private final VramReader reader;
  private final VramSettings settings;
  private final Actions actions;
  private final AtomicInteger reloads = new AtomicInteger();
  private @Nullable ScheduledExecutorService looking;
  private volatile @Nullable VramUse last;
  private volatile String off = "";
  private int above;
  private Stage stage = Stage.FRESH;

  /** What has been done since it was last within the limit. */
  private enum Stage {
    FRESH,
    RELOADED,
    FAILED,
    GIVEN_UP
  }

  /** What is done when it is too much. */
  public interface Actions {
    /**
     * Has the models reloaded; returns when they answer again, throws when they do not.
     *
     * @return false when this is no time for it, and nothing was done
     */
    boolean reload();

    /** Tells people what happened. */
    void tell(String title, String text);
  }

  /**
   * A watchdog that does not look yet.
   *
   * @param actions called in the watching thread
   */
  public VramWatchdog(VramReader reader, VramSettings settings, Actions actions) {
    this.reader = reader;
    this.settings = settings;
    this.actions = actions;
  }

  /** Looks from now on, at first at once. */
  public synchronized void start() {
    if (settings.watch() == VramSettings.Watch.OFF) {
      off = "nightshift.vram.watch is off";
      return;
    }
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vram-watchdog").factory());
    looking = executor;
    long interval = settings.interval().toMillis();
    ScheduledFuture<?> _ =
        executor.scheduleWithFixedDelay(this::lookAgain, 0, interval, TimeUnit.MILLISECONDS);
  }

  /** A look that fails in an unexpected way must not be the last one. */
  private void lookAgain() {
    try {
      if (off.isEmpty()) {
        look();
      }
    } catch (RuntimeException e) {
      LOG.error("a look at the GPU's memory failed", e);
    }
  }

  /** Looks once, and acts on what is seen. */
  void look() {
    VramUse use;
    try {
      use = reader.read();
    } catch (VramException e) {
      switch (e.code()) {
        case NO_GPU -> {
          off = String.valueOf(e.getMessage());
          LOG.info("the memory of a GPU is not watched: {}", off);
        }
        case UNREADABLE -> LOG.warn("the memory of the GPU was not read: {}", e.getMessage());
      }
      return;
    }
    last = use;
    if (use.usedMebibytes() <= settings.limitMebibytes()) {
      above = 0;
      stage = Stage.FRESH;
      return;
    }
    above++;
    if (above >= settings.times()) {
      above = 0;
      tooMuch(use);
    }
  }

  private void tooMuch(VramUse use) {
    String much =
        String.format(
            Locale.ROOT,
            "%d of %d MiB were used, more than %d, at %d looks in a row",
            use.usedMebibytes(),
            use.totalMebibytes(),
            settings.limitMebibytes(),
            settings.times());
    switch (stage) {
      case FRESH, FAILED -> reload(much);
      case RELOADED -> {
        stage = Stage.GIVEN_UP;
        actions.tell(
            "Reloading the models does not bring the GPU's memory under the limit",
            much
                + ". They are left alone until it is. Raise nightshift.vram.limit-mebibytes if the"
                + " models need that much, or look for what else runs on the GPU.");
      }
      case GIVEN_UP -> {}
    }
  }

  private void reload(String much) {
    LOG.warn("the GPU's memory: {}; the models are reloaded", much);
    try {
      if (!actions.reload()) {
        above = settings.times() - 1;
        return;
      }
      reloads.incrementAndGet();
      stage = Stage.RELOADED;
      actions.tell("Models reloaded: the GPU's memory was too full", much + ".");
    } catch (RuntimeException e) {
      LOG.error("the models could not be reloaded", e);
      if (stage != Stage.FAILED) {
        actions.tell(
            "The GPU's memory is too full and the models could not be reloaded",
            much + ". Reloading failed: " + e.getMessage() + ". It is tried again.");
      }
      stage = Stage.FAILED;
    }
  }

  /** What was seen last; empty when nothing was. */
  public Optional<VramUse> last() {
    return Optional.ofNullable(last);
  }

  /** How often the models were reloaded. */
  public int reloads() {
    return reloads.get();
  }

  /** Why it does not look; empty when it does. */
  public String off() {
    return off;
  }

  /** Stops looking; a reload in progress is finished first. */
  @Override
  public synchronized void close() {
    if (looking != null) {
      looking.close();
    }
  }
}

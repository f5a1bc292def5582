package dev.nightshift.assembly;

import dev.nightshift.console.LiveNight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on how a night gets on: to the log always, and to whoever started it by hand; and keeps
 * the newest of it for whoever looks.
 */
final class NightProgress implements Progress, LiveNight {
  private static final Logger log = LoggerFactory.getLogger(NightProgress.class);
  private static final int LOGGED_EVERY = 10;
  private static final int MOST_LOSSES = 400;

  private final List<Progress> listeners = new CopyOnWriteArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private int updates;
  private int lossEvery = 1;
  private @Nullable Now newest;

  /** Runs with somebody listening, besides those who listen already. */
  <T> T heardBy(Progress hearing, Supplier<T> work) {
    listeners.add(hearing);
    try {
      return work.get();
    } finally {
      listeners.remove(hearing);
    }
  }

  @Override
  public void update(String stage, String message, double share) {
    if (updates++ % LOGGED_EVERY == 0 || share < 0 || share >= 1) {
      log.info("{}: {}", stage, message);
    }
    synchronized (losses) {
      newest = new Now(stage, message, share, losses);
    }
    listeners.forEach(listener -> listener.update(stage, message, share));
  }

  /** Of a long training every second step is kept, then every fourth, and so on. */
  @Override
  public void trained(int step, double loss) {
    synchronized (losses) {
      if (step <= 1) {
        losses.clear();
        lossEvery = 1;
      }
      if (step % lossEvery == 0) {
        losses.add(loss);
      }
      if (losses.size() > MOST_LOSSES) {
        for (int i = losses.size() - 2; i >= 0; i -= 2) {
          losses.remove(i);
        }
        lossEvery *= 2;
      }
    }
  }

  @Override
  public Optional<Now> now() {
    synchronized (losses) {
      return Optional.ofNullable(newest);
    }
  }

  /** A night begins: of the one before nothing is told any more. */
  void begin() {
    synchronized (losses) {
      newest = null;
      losses.clear();
      lossEvery = 1;
    }
  }
}

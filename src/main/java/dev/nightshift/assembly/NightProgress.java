package dev.nightshift.assembly;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on how a night gets on: to the log always, and to whoever started it by hand. */
final class NightProgress implements Progress {
  private static final Logger log = LoggerFactory.getLogger(NightProgress.class);
  private static final int LOGGED_EVERY = 10;

  private final List<Progress> listeners = new CopyOnWriteArrayList<>();
  private int updates;

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
    listeners.forEach(listener -> listener.update(stage, message, share));
  }
}

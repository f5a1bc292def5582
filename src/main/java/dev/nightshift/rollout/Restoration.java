package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an earlier version answer again. It is loaded also when it cannot be linked, and the base
 * when it cannot be loaded, whatever the reason: what failed must not go on answering.
 */
final class Restoration {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);

  private final AdapterStore store;
  private final Liveness liveness;
  private final InstantSource clock;
  private final Consumer<RolloutStep> step;
  private final StringBuilder trouble = new StringBuilder();

  Restoration(
      AdapterStore store, Liveness liveness, InstantSource clock, Consumer<RolloutStep> step) {
    this.store = store;
    this.liveness = liveness;
    this.clock = clock;
    this.step = step;
  }

  /**
   * What was gone back to.
   *
   * @param version the target, or the base in its stead
   * @param view where {@code current} points now; null when it could not be set
   * @param loaded whether the backend took it
   * @param trouble what went wrong, each with "; " before it; empty when nothing did
   */
  record Restored(AdapterVersion version, @Nullable Path view, boolean loaded, String trouble) {
    /** Whether files and backend agree; if not, the next start has to see to it. */
    boolean done() {
      return view != null && loaded;
    }
  }

  Restored restore(AdapterVersion target) {
    Path view = link(target);
    step.accept(RolloutStep.SWAPPED_BACK);
    AdapterVersion version = target;
    boolean loaded = load(target);
    if (!loaded && !target.isBase()) {
      loaded = load(store.base());
      if (loaded) {
        version = store.base();
        view = link(version);
      }
    }
    step.accept(RolloutStep.LOADED_BACK);
    return new Restored(version, view, loaded, trouble.toString());
  }

  private @Nullable Path link(AdapterVersion version) {
    try {
      return store.activate(version, clock.instant());
    } catch (RuntimeException e) {
      log.error("Rolling back, could not link {}; going on", version.name(), e);
      trouble
          .append("; current could not be set: ")
          .append(e.getMessage())
          .append("; a restart sets it once that is mended");
      return null;
    }
  }

  private boolean load(AdapterVersion version) {
    try {
      liveness.load(version);
      return true;
    } catch (RuntimeException | LinkageError | VirtualMachineError | AssertionError e) {
      log.error("Rolling back, could not load {}; going on", version.name(), e);
      trouble
          .append("; ")
          .append(version.name())
          .append(" could not be loaded: ")
          .append(e.getMessage());
      return false;
    }
  }
}

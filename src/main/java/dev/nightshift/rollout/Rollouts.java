package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes adapters active and takes them back. One rollout at a time on a home, also across processes.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Rollouts {
  private final RolloutParts parts;

  /** Rollouts with these parts; call {@link #recover} before anything else. */
  public Rollouts(RolloutParts parts) {
    this.parts = parts;
  }

  /** Validates, measures, swaps, proves, watches, and keeps the adapter or takes it back. */
  public RolloutResult deploy(AdapterVersion version, RolloutListener listener) {
    throw new UnsupportedOperationException("not yet: " + parts);
  }

  /** The same for a folder; one outside the store is copied into it first. */
  public RolloutResult deploy(Path folder, RolloutListener listener) {
    throw new UnsupportedOperationException("not yet: " + parts);
  }

  /** Takes the active adapter back, to a version or, without one, to the last that was good. */
  public RolloutResult rollback(Optional<String> to, RolloutListener listener) {
    throw new UnsupportedOperationException("not yet: " + parts);
  }

  /** Deploys a deliberately broken adapter past the gate; ROLLED_BACK is how it should end. */
  public RolloutResult drill(RolloutListener listener) {
    throw new UnsupportedOperationException("not yet: " + parts);
  }

  /** At process start: ends what a crash left open and lets the backend serve {@code current}. */
  public Optional<RolloutResult> recover(RolloutListener listener) {
    throw new UnsupportedOperationException("not yet: " + parts);
  }
}

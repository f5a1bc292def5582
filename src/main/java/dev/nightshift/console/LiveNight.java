package dev.nightshift.console;

import java.util.List;
import java.util.Optional;

/** What a night is doing at the moment. */
@FunctionalInterface
public interface LiveNight {
  /** What it does; empty while none runs in this process. */
  Optional<Now> now();

  /**
   * What a night is doing.
   *
   * @param stage such as {@code training}
   * @param message where it stands, in words
   * @param share of the stage that is done, 0 to 1; negative when it cannot be told
   * @param losses of the training that goes on, in nats, oldest first; empty before it
   */
  record Now(String stage, String message, double share, List<Double> losses) {
    public Now {
      losses = List.copyOf(losses);
    }
  }
}

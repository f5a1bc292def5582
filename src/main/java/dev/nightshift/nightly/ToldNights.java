package dev.nightshift.nightly;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs nights, and tells somebody of each that is over; what goes wrong there is only logged. */
record ToldNights(NightlyRunner nights, Consumer<NightResult> listener) implements NightlyRunner {
  private static final Logger log = LoggerFactory.getLogger(ToldNights.class);

  @Override
  public NightResult run(RunRequest request) {
    NightResult result = nights.run(request);
    tell(result);
    return result;
  }

  @Override
  public Optional<NightResult> resume() {
    Optional<NightResult> result = nights.resume();
    result.ifPresent(this::tell);
    return result;
  }

  private void tell(NightResult result) {
    try {
      listener.accept(result);
    } catch (RuntimeException e) {
      log.error("night {} is over, but not all that follows it: {}", result.night(), e, e);
    }
  }

  @Override
  public int prune(Instant before) {
    return nights.prune(before);
  }
}

package dev.nightshift.assembly;

import dev.nightshift.prompts.PromptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets work in the background go on while nobody else needs the machine, and not for ever. */
final class QuietTimes {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Supplier<Optional<String>> busy;
  private final Duration most;
  private final Instant until;
  private final InstantSource clock;
  private final Duration look;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * From now on.
   *
   * @param busy who needs the machine, in words; empty while nobody does
   * @param most how long in all, waiting included
   */
  QuietTimes(Supplier<Optional<String>> busy, Duration most, InstantSource clock) {
    this(busy, most, clock, LOOK);
  }

  QuietTimes(Supplier<Optional<String>> busy, Duration most, InstantSource clock, Duration look) {
    this.busy = busy;
    this.most = most;
    this.until = clock.instant().plus(most);
    this.clock = clock;
    this.look = look;
  }

  /**
   * Returns when nobody needs the machine.
   *
   * @throws PromptException STOPPED when the time is up, or the program ends
   */
  void await() {
    Optional<String> who = busy.get();
    while (who.isPresent() && clock.instant().isBefore(until) && !stoppedWithin(look)) {
      who = busy.get();
    }
    if (stoppedWithin(Duration.ZERO)) {
      throw new PromptException(PromptException.Code.STOPPED, "the program ended");
    }
    if (!clock.instant().isBefore(until)) {
      throw new PromptException(
          PromptException.Code.STOPPED,
          "its %d minutes were over%s"
              .formatted(Math.max(1, most.toMinutes()), who.map(one -> ", " + one).orElse("")));
    }
  }

  private boolean stoppedWithin(Duration time) {
    try {
      return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends what waits, and whatever wants to go on. */
  void stop() {
    stopped.countDown();
  }
}

package dev.nightshift.rollout;

import java.time.Duration;
import java.util.Random;

/**
 * How long answers take on a machine that does other things as well, seeded. The milliseconds that
 * a reply takes by itself are multiplied by noise: log-normal from reply to reply, a level that
 * wanders (autocorrelated), bursts in which everything takes a multiple, and a load that grows or
 * shrinks from the first reply on.
 */
final class Machine {
  /**
   * How much of each.
   *
   * @param spread standard deviation of the logarithm from reply to reply
   * @param wander standard deviation of the level's logarithm, in the long run
   * @param memory correlation of the level from one reply to the next
   * @param burst what everything is multiplied by in a burst
   * @param bursts how often one begins, per reply; each ends after 8 replies on average
   * @param drift what replies have been multiplied by after 10 minutes, or divided, at random
   */
  record Noise(
      double spread, double wander, double memory, double burst, double bursts, double drift) {
    static final Noise IDLE = new Noise(0.1, 0, 0, 1, 0, 1);
    static final Noise SHARED = new Noise(0.3, 0.2, 0.95, 1, 0, 1);
    static final Noise BURSTS = new Noise(0.3, 0.2, 0.95, 2, 0.01, 1);
    static final Noise DRIFTING = new Noise(0.3, 0.2, 0.95, 1, 0, 2);
    static final Noise BUSY = new Noise(0.3, 0.2, 0.95, 2, 0.01, 1.5);
  }

  private static final double BURST_ENDS = 1.0 / 8;
  private static final double DRIFT_MILLIS = 600_000;

  private final Noise noise;
  private final Random random;
  private final double drift;
  private double level;
  private boolean bursting;
  private double elapsed;

  Machine(Noise noise, Random random) {
    this.noise = noise;
    this.random = random;
    this.drift = (random.nextBoolean() ? 1 : -1) * Math.log(noise.drift());
    this.level = noise.wander() * random.nextGaussian();
  }

  /**
   * What a reply takes that would take so many milliseconds on a machine that does nothing else.
   */
  Duration takes(double millis) {
    double kept = noise.memory();
    level = kept * level + Math.sqrt(1 - kept * kept) * noise.wander() * random.nextGaussian();
    bursting = random.nextDouble() < (bursting ? 1 - BURST_ENDS : noise.bursts());
    double log = level + noise.spread() * random.nextGaussian() + drift * elapsed / DRIFT_MILLIS;
    double taken = millis * Math.exp(log) * (bursting ? noise.burst() : 1);
    elapsed += taken;
    return Duration.ofNanos((long) (taken * 1e6));
  }
}

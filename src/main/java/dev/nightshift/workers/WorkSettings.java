package dev.nightshift.workers;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a night's questions are shared among processes ({@code nightshift.workers.*}).
 *
 * @param share whether other processes may help: {@code auto} where the database is PostgreSQL
 * @param parallel questions that one process puts to the council at once, 1 to 64; more than one
 *     helps where the seats' models are on other machines, and only overloads the embedded one
 * @param partitionSize questions that a worker takes together, 1 to 1000; more when there would be
 *     too many partitions
 * @param heartbeat how often a worker says that it lives; what it works on goes to another one
 *     after six of them without a sign, 100 ms to 5 minutes
 * @param poll how often one that has nothing to do looks for work, 10 ms to 1 minute
 * @param attempts how often a partition is begun before the harvest is given up, 1 to 100
 */
public record WorkSettings(
    @DefaultValue("auto") Share share,
    @DefaultValue("1") int parallel,
    @DefaultValue("20") int partitionSize,
    @DefaultValue("5s") Duration heartbeat,
    @DefaultValue("1s") Duration poll,
    @DefaultValue("5") int attempts) {
  private static final int LEASE = 6;
  private static final int MOST_PARTITIONS = 250;

  /** Whether other processes may help. */
  public enum Share {
    /** Where the database is PostgreSQL, which processes of other machines reach. */
    AUTO,
    /** Never: questions are decided in the process that harvests. */
    NEVER,
    /** Always: with an H2 file, processes of the same machine and home can help. */
    ALWAYS
  }

  public WorkSettings {
    require(parallel >= 1 && parallel <= 64, "parallel", parallel, "1 to 64");
    require(
        partitionSize >= 1 && partitionSize <= 1000, "partition-size", partitionSize, "1 to 1000");
    require(
        heartbeat.toMillis() >= 100 && heartbeat.compareTo(Duration.ofMinutes(5)) <= 0,
        "heartbeat",
        heartbeat,
        "100ms to 5m");
    require(
        poll.toMillis() >= 10 && poll.compareTo(Duration.ofMinutes(1)) <= 0,
        "poll",
        poll,
        "10ms to 1m");
    require(attempts >= 1 && attempts <= 100, "attempts", attempts, "1 to 100");
  }

  /** The values that hold when nothing is configured. */
  public static WorkSettings defaults() {
    return new WorkSettings(Share.AUTO, 1, 20, Duration.ofSeconds(5), Duration.ofSeconds(1), 5);
  }

  /** How long a claim, or the word of a process that it lives, holds. */
  public Duration lease() {
    return heartbeat.multipliedBy(LEASE);
  }

  /** How many of so many questions go together. */
  public int sizeFor(int cases) {
    return Math.max(partitionSize, (cases + MOST_PARTITIONS - 1) / MOST_PARTITIONS);
  }

  private static void require(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "workers." + name + " is " + value + "; allowed: " + allowed);
    }
  }
}

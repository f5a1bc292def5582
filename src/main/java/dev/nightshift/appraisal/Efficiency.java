package dev.nightshift.appraisal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a program's time and memory grow with its input.
 *
 * @param score what the order of time is worth, or that of memory where it is less, 0 to 1; null
 *     when that of time is not known
 * @param time of one call, in processor time
 * @param memory most that one call holds beyond its input
 * @param n what was made larger, in words; empty when nothing was
 * @param samples what was measured, by size
 */
public record Efficiency(
    @Nullable Double score, Growth time, Growth memory, String n, List<Sample> samples) {
  public Efficiency {
    samples = List.copyOf(samples);
  }

  /**
   * One size.
   *
   * @param n the size
   * @param seconds the least of several times
   * @param bytes of memory
   */
  public record Sample(long n, double seconds, long bytes) {}

  static Efficiency unknown(String reason) {
    Growth growth = Growth.unknown(reason);
    return new Efficiency(null, growth, growth, "", List.of());
  }

  static Efficiency of(Growth time, Growth memory, String n, List<Sample> samples) {
    Order fast = time.order();
    Order small = memory.order();
    Double score =
        fast == null
            ? null
            : Double.valueOf(Math.min(fast.score(), small == null ? 1 : small.score()));
    return new Efficiency(score, time, memory, n, samples);
  }
}

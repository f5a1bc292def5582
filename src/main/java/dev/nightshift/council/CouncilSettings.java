package dev.nightshift.council;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the council works ({@code nightshift.council.*}).
 *
 * @param threshold least share of the seats' weight that must be behind an answer, above 0, at most
 *     1
 * @param sameMeaning least cosine at which two answers can mean the same, above 0, at most 1
 * @param maxTokens most tokens of a seat's reply
 * @param seatTimeout longest a seat may take, waiting included
 * @param rewriteCorrections whether a seat may make a sentence of a person's terse correction
 * @param seats who sits on it; none: one seat of each role on the pipeline's own model
 */
public record CouncilSettings(
    @DefaultValue("0.6") double threshold,
    @DefaultValue("0.85") double sameMeaning,
    @DefaultValue("160") int maxTokens,
    @DefaultValue("60s") Duration seatTimeout,
    @DefaultValue("never") RewriteCorrections rewriteCorrections,
    @DefaultValue List<SeatSettings> seats) {

  /** When a seat may make a sentence of a person's correction. */
  public enum RewriteCorrections {
    /** A correction is taught in the person's words. */
    NEVER,
    /**
     * One seat tries when the correction has fewer than four words; a strict check has the last
     * word.
     */
    TERSE
  }

  public CouncilSettings {
    requireShare("threshold", threshold);
    requireShare("sameMeaning", sameMeaning);
    if (maxTokens < 16 || maxTokens > 4096) {
      throw new IllegalArgumentException("maxTokens must be 16 to 4096: " + maxTokens);
    }
    if (!seatTimeout.isPositive()) {
      throw new IllegalArgumentException("seatTimeout must be longer than nothing: " + seatTimeout);
    }
    seats = List.copyOf(seats);
  }

  /** The values that hold when nothing is configured. */
  public static CouncilSettings defaults() {
    return new CouncilSettings(
        0.6, 0.85, 160, Duration.ofSeconds(60), RewriteCorrections.NEVER, List.of());
  }

  /** The configured seats, or those of the default council. */
  List<SeatSettings> seatsOrDefault() {
    return seats.isEmpty() ? Stream.of(Role.values()).map(SeatSettings::of).toList() : seats;
  }

  private static void requireShare(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be above 0 and at most 1: " + value);
    }
  }
}

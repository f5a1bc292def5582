package dev.nightshift.quarantine;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When corrections have to be looked at by a person ({@code nightshift.quarantine.*}).
 *
 * @param window how far back corrections are counted
 * @param maxCorrections most corrections of one author in the window that count without review; no
 *     limit where there is one author only
 * @param maxKeyCorrections the same for all authors of one API key together, {@code key/user}: an
 *     application names its users as it likes; no limit where there is one key only
 * @param maxAuthorShare most of all corrections in the window that one author may stand for without
 *     review, above 0, at most 1; the first five count in any case
 * @param floodSimilarity least cosine at which two corrections say nearly the same, above 0, at
 *     most 1
 * @param maxAlike most corrections that say nearly the same of different questions
 */
public record QuarantineSettings(
    @DefaultValue("24h") Duration window,
    @DefaultValue("100") int maxCorrections,
    @DefaultValue("500") int maxKeyCorrections,
    @DefaultValue("1.0") double maxAuthorShare,
    @DefaultValue("0.95") double floodSimilarity,
    @DefaultValue("5") int maxAlike) {
  public QuarantineSettings {
    if (!window.isPositive()) {
      throw new IllegalArgumentException("window must be longer than nothing: " + window);
    }
    requireOne("maxCorrections", maxCorrections);
    requireOne("maxKeyCorrections", maxKeyCorrections);
    requireShare("maxAuthorShare", maxAuthorShare);
    requireShare("floodSimilarity", floodSimilarity);
    requireOne("maxAlike", maxAlike);
  }

  /** The values that hold when nothing is configured. */
  public static QuarantineSettings defaults() {
    return new QuarantineSettings(Duration.ofHours(24), 100, 500, 1.0, 0.95, 5);
  }

  private static void requireOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be above 0 and at most 1: " + value);
    }
  }
}

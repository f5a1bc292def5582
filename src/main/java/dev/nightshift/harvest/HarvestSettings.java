package dev.nightshift.harvest;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is harvested and kept ({@code nightshift.harvest.*}).
 *
 * @param minQuality least quality score of a council's row, 0 to 1
 * @param maxAuthorShare most of a harvest's rows that one author may stand for, above 0, at most 1;
 *     holds when there are two authors or more
 * @param duplicateSimilarity least cosine at which two questions can be one, above 0, at most 1
 * @param maxDeliberations most questions without a correction that are put to the council in one
 *     harvest; the rest stay pending
 * @param pastCorrections most past corrections shown to the seats
 * @param pastSimilarity least cosine at which a past correction is relevant, 0 to 1
 * @param zone time zone of the local day, such as Europe/Oslo; empty is the system's
 */
public record HarvestSettings(
    @DefaultValue("0.7") double minQuality,
    @DefaultValue("1.0") double maxAuthorShare,
    @DefaultValue("0.95") double duplicateSimilarity,
    @DefaultValue("200") int maxDeliberations,
    @DefaultValue("3") int pastCorrections,
    @DefaultValue("0.6") double pastSimilarity,
    @DefaultValue("") String zone) {

  public HarvestSettings {
    require(minQuality >= 0 && minQuality <= 1, "minQuality must be within 0 and 1", minQuality);
    require(
        maxAuthorShare > 0 && maxAuthorShare <= 1,
        "maxAuthorShare must be above 0 and at most 1",
        maxAuthorShare);
    require(
        duplicateSimilarity > 0 && duplicateSimilarity <= 1,
        "duplicateSimilarity must be above 0 and at most 1",
        duplicateSimilarity);
    require(maxDeliberations >= 0, "maxDeliberations must not be negative", maxDeliberations);
    require(
        pastCorrections >= 0 && pastCorrections <= 20,
        "pastCorrections must be 0 to 20",
        pastCorrections);
    require(
        pastSimilarity >= 0 && pastSimilarity <= 1,
        "pastSimilarity must be within 0 and 1",
        pastSimilarity);
    zoneOf(zone);
  }

  /** The values that hold when nothing is configured. */
  public static HarvestSettings defaults() {
    return new HarvestSettings(0.7, 1.0, 0.95, 200, 3, 0.6, "");
  }

  /** The zone of the local day. */
  public ZoneId zoneId() {
    return zoneOf(zone);
  }

  private static ZoneId zoneOf(String zone) {
    try {
      return zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone must be empty or a time zone such as Europe/Oslo: " + zone, e);
    }
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }
}

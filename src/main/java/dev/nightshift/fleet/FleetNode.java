package dev.nightshift.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * A node that serves, or did.
 *
 * @param name among the nodes of the database
 * @param url at which the others reach it
 * @param version of the program
 * @param baseSha256 digest of the base model it serves
 * @param adapter that was active when it was last heard of, or {@code base}
 * @param incarnation tells this start of it from others
 * @param note what a person should know of it; empty for nothing
 * @param started when it was
 * @param heard when it last said that it lives
 */
public record FleetNode(
    String name,
    String url,
    String version,
    String baseSha256,
    String adapter,
    String incarnation,
    String note,
    Instant started,
    Instant heard) {

  /** Whether it has been heard of lately. */
  public boolean live(Instant now, Duration awayAfter) {
    return heard.plus(awayAfter).isAfter(now);
  }
}

package dev.nightshift.assembly;

import dev.nightshift.memory.SharedLogStatus;
import org.jspecify.annotations.Nullable;

/**
 * How the memory stands to the log that it shares with other nodes.
 *
 * @param node its name among them
 * @param last number of the newest frame known of
 * @param seen number of the last frame that answers can be given from here
 * @param applied number of the last frame that its index has on disk
 * @param behind frames that it has not got yet
 * @param lagMs age of the oldest of these; when the database does not answer, since when
 * @param delayMs how long after it was recorded the newest frame got here
 * @param trouble why the log cannot be used, so that nothing can be recorded; null when it can
 */
public record MemoryLogReply(
    String node,
    long last,
    long seen,
    long applied,
    long behind,
    long lagMs,
    long delayMs,
    @Nullable String trouble) {
  static MemoryLogReply of(SharedLogStatus status) {
    return new MemoryLogReply(
        status.node(),
        status.last(),
        status.seen(),
        status.applied(),
        status.behind(),
        status.lag().toMillis(),
        status.delay().toMillis(),
        status.trouble().orElse(null));
  }

  /** In a line. */
  public String text() {
    return trouble == null
        ? "shared, as %s: frame %d of %d, %d behind, %d ms"
            .formatted(node, seen, last, behind, lagMs)
        : "shared, as %s, and out of reach: %s".formatted(node, trouble);
  }
}

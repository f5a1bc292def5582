package dev.nightshift.workers;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the newest work that a node gave out stands.
 *
 * @param node whose work
 * @param council its seats in words
 * @param openedAt when it was given out
 * @param finishedAt when all of it was decided; null while it is not
 * @param waitedFor whether a process waits for it; without one it was cut off, and goes on with the
 *     node's next harvest
 * @param cases all of them
 * @param reused those that had been decided before it was given out
 * @param partitions in how many parts the others were given out
 * @param done parts that are decided
 * @param retries how often a part was begun once more
 * @param workers who has taken parts
 */
public record RunProgress(
    String node,
    String council,
    Instant openedAt,
    @Nullable Instant finishedAt,
    boolean waitedFor,
    int cases,
    int reused,
    int partitions,
    int done,
    int retries,
    List<String> workers) {
  public RunProgress {
    workers = List.copyOf(workers);
  }
}

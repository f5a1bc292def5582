package dev.nightshift.governance;

import java.time.Instant;

/**
 * A run that is over, as the index keeps it.
 *
 * @param run its id
 * @param task id of the task
 * @param started when it began
 * @param time when it was over
 * @param instructions version of what the writer was told
 * @param solved whether a program passed everything
 * @param attempts how many there were
 * @param adopted id of the attempt whose program is the run's solution; empty when it is unsolved
 * @param passRate of the best program, 0 to 1
 */
public record RunEntry(
    String run,
    String task,
    Instant started,
    Instant time,
    int instructions,
    boolean solved,
    int attempts,
    String adopted,
    double passRate) {}

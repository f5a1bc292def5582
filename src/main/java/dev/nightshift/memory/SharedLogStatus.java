package dev.nightshift.memory;

import java.time.Duration;
import java.util.Optional;

/**
 * How a memory stands to the log that it shares with other nodes.
 *
 * @param node its name among them
 * @param last number of the newest frame known of
 * @param seen number of the last frame that answers can be given from here
 * @param applied number of the last frame that its index has on disk
 * @param behind how many known frames it has not got yet
 * @param lag age of the oldest frame that it has not got yet; when the database does not answer,
 *     since when; zero when it has all
 * @param delay how long after it was appended the newest frame was got
 * @param expunging whether something erased on another node may still be in the index's files,
 *     where nobody finds it
 * @param trouble why the log cannot be used, so that nothing can be recorded; empty when it can
 */
public record SharedLogStatus(
    String node,
    long last,
    long seen,
    long applied,
    long behind,
    Duration lag,
    Duration delay,
    boolean expunging,
    Optional<String> trouble) {}

package dev.nightshift.governance;

import java.time.Instant;

/**
 * A question whose answer was wrong.
 *
 * @param exchange its id
 * @param question in the user's words, which are never written down here
 * @param time when it was asked
 */
public record FailedQuestion(String exchange, String question, Instant time) {}

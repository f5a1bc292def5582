package dev.nightshift.evaluation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question of an evaluation, answered and judged.
 *
 * @param item what was asked
 * @param answer the reply; empty when there was none
 * @param correct whether it is right
 * @param adapter the version that answered, or {@code base}
 * @param confidence of the reply, 0 to 1
 * @param latency of the reply
 * @param error why there was no reply; null when there was one
 * @param informed whether corrections stood in the prompt
 */
public record EvaluationResult(
    EvaluationItem item,
    String answer,
    boolean correct,
    String adapter,
    double confidence,
    Duration latency,
    @Nullable String error,
    boolean informed) {}

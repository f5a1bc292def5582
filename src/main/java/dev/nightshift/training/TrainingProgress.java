package dev.nightshift.training;

/**
 * Where a run stands after an optimiser step.
 *
 * @param step steps done
 * @param steps steps planned
 * @param epoch current epoch, from 1
 * @param epochs epochs planned
 * @param loss mean cross entropy of the step's answer tokens, in nats
 * @param gradientNorm global L2 norm before clipping
 * @param tokensPerSecond tokens (prompt and answer, no padding) since the start of this process
 * @param secondsLeft estimate
 */
public record TrainingProgress(
    int step,
    int steps,
    int epoch,
    int epochs,
    double loss,
    double gradientNorm,
    double tokensPerSecond,
    double secondsLeft) {}

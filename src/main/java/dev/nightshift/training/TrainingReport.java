package dev.nightshift.training;

import dev.nightshift.model.WeightForm;
import java.util.List;

/**
 * What a finished run did.
 *
 * @param steps optimiser steps done, those before a resume included
 * @param epochs epochs done
 * @param losses mean loss of every epoch, in nats
 * @param gradientNorms norm at every step
 * @param finalLoss mean loss of the target examples in the last epoch
 * @param tokens tokens trained on, without padding
 * @param seconds time taken by the last process
 * @param peakMemoryBytes most resident memory of the process; 0 if unknown
 * @param plannedMemoryBytes what was planned for it before it began
 * @param form how weights were kept and what was computed in
 * @param resumedAtStep step of the checkpoint it went on from; 0 for a fresh run
 * @param stopReason why it ended
 * @param leftOut beginnings of the questions of examples that were not trained on, because they
 *     have more tokens than {@link TrainingOptions#maxTokens}
 */
public record TrainingReport(
    int steps,
    int epochs,
    List<Double> losses,
    List<Double> gradientNorms,
    double finalLoss,
    long tokens,
    double seconds,
    long peakMemoryBytes,
    long plannedMemoryBytes,
    WeightForm form,
    int resumedAtStep,
    String stopReason,
    List<String> leftOut) {
  public TrainingReport {
    losses = List.copyOf(losses);
    gradientNorms = List.copyOf(gradientNorms);
    leftOut = List.copyOf(leftOut);
  }

  /** This, of a run that had to do without some examples. */
  TrainingReport leavingOut(List<String> questions) {
    if (questions.isEmpty()) {
      return this;
    }
    return new TrainingReport(
        steps,
        epochs,
        losses,
        gradientNorms,
        finalLoss,
        tokens,
        seconds,
        peakMemoryBytes,
        plannedMemoryBytes,
        form,
        resumedAtStep,
        "%s; left out as longer than max-tokens: %d, such as '%s'"
            .formatted(stopReason, questions.size(), questions.getFirst()),
        questions);
  }
}

package dev.nightshift.training;

import org.jspecify.annotations.Nullable;

/**
 * One line that a trainer process writes on its standard output; exactly one part is present.
 *
 * @param progress after an optimiser step
 * @param report at the end of a run that succeeded
 * @param failure at the end of one that did not
 */
record TrainerEvent(
    @Nullable TrainingProgress progress,
    @Nullable TrainingReport report,
    @Nullable Failure failure) {
  /** Why a run ended without an adapter. */
  record Failure(TrainingException.Code code, String message) {}
}

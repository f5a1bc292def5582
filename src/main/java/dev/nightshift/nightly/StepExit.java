package dev.nightshift.nightly;

import org.springframework.batch.core.ExitStatus;

/** How a step that did not fail ended; decides which step is next. */
enum StepExit {
  COMPLETED,
  /** There was nothing to train. */
  SKIPPED,
  /** The adapter did not pass the gate. */
  REJECTED;

  ExitStatus status() {
    return new ExitStatus(name());
  }
}

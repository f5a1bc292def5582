package dev.nightshift.nightly;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a night when one is due. Something else wakes it up: too often does no harm, too late only
 * delays the night.
 *
 * @param runner of nights, built at the first need
 * @param scheduled the nights taken so far
 */
record NightlyTrigger(Supplier<NightlyRunner> runner, ScheduledNights scheduled) {
  private static final Logger log = LoggerFactory.getLogger(NightlyTrigger.class);

  /** What to do when the program starts: carry on what was interrupted, then look. */
  void begin() {
    try {
      runner.get().resume();
    } catch (NightlyException e) {
      report(e);
    } catch (RuntimeException e) {
      log.error("An interrupted night could not be carried on", e);
    }
    wake();
  }

  /** Runs the night that is due, if there is one; never throws. */
  void wake() {
    try {
      Optional<LocalDate> due = scheduled.due();
      if (due.isPresent()) {
        runner.get().run(RunRequest.scheduled(due.get()));
      }
    } catch (NightlyException e) {
      report(e);
    } catch (RuntimeException e) {
      log.error("The night could not be run; looking again in half an hour", e);
    }
  }

  private static void report(NightlyException e) {
    switch (e.code()) {
      case ALREADY_RUNNING, ALREADY_TAKEN -> log.info("No night begins here: {}", e.getMessage());
      case DISK, LOST, INFRASTRUCTURE -> log.error("The night could not be run", e);
    }
  }
}

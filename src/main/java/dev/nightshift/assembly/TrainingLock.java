package dev.nightshift.assembly;

import dev.nightshift.home.Home;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;

/**
 * Lets a training by hand and an erasure run one after the other in a home: a training that read
 * its rows before would seal and publish what is forgotten meanwhile. Nights have a lock of their
 * own.
 */
final class TrainingLock {
  private TrainingLock() {}

  /**
   * Takes the lock.
   *
   * @param what for, in a word
   * @throws OperationException BUSY when another has it
   */
  static ProcessLock acquire(Home home, String what) {
    try {
      return ProcessLock.acquire(home.state().resolve("training.lock"), what);
    } catch (HomeException e) {
      if (e.code() != HomeException.Code.LOCKED) {
        throw e;
      }
      throw new OperationException(
          OperationException.Code.BUSY,
          "%s has to wait until another training or forget has ended; try again then: %s"
              .formatted(what, e.getMessage()),
          e);
    }
  }
}

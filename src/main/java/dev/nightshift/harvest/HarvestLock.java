package dev.nightshift.harvest;

import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.nio.file.Path;

/** Lets one harvest at a time change a home's training data. */
final class HarvestLock {
  private HarvestLock() {}

  static ProcessLock acquire(Path trainingData) {
    try {
      return ProcessLock.acquire(trainingData.resolve(".harvest.lock"), "harvest");
    } catch (HomeException e) {
      throw switch (e.code()) {
        case LOCKED ->
            new HarvestException(
                HarvestException.Code.BUSY, "another harvest is running: " + e.getMessage(), e);
        case IO ->
            new HarvestException(HarvestException.Code.IO, String.valueOf(e.getMessage()), e);
      };
    }
  }
}

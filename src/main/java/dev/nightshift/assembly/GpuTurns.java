package dev.nightshift.assembly;

import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ReplaceableLanguageModel;
import dev.nightshift.serving.ServingException;
import dev.nightshift.vram.VramSettings.WhileTraining;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has the GPU: the model that answers, or a training. Whatever becomes of the training, the
 * model gets it back.
 *
 * @param hasGpu whether a training would compute on a GPU of this machine
 * @param whileTraining what answers meanwhile
 * @param onProcessor opens the model so that it needs no GPU; empty for a server's
 * @param patience for questions that are being answered
 * @param taken held while a training has the GPU
 */
record GpuTurns(
    BooleanSupplier hasGpu,
    WhileTraining whileTraining,
    Optional<Supplier<LanguageModel>> onProcessor,
    Duration patience,
    Lock taken) {
  private static final Logger LOG = LoggerFactory.getLogger(GpuTurns.class);

  /** Trains while the model makes room. A model that cannot make room in time keeps its place. */
  <T> T whileTraining(LanguageModel model, Supplier<T> training) {
    if (whileTraining == WhileTraining.SHARE
        || !(model instanceof ReplaceableLanguageModel served)
        || !hasGpu.getAsBoolean()) {
      return training.get();
    }
    taken.lock();
    try {
      return makingRoom(served, training);
    } finally {
      taken.unlock();
    }
  }

  private <T> T makingRoom(ReplaceableLanguageModel served, Supplier<T> training) {
    try {
      served.pause("a training has the GPU; the model answers again when it is done", patience);
    } catch (ServingException e) {
      LOG.warn("training beside the model, which could not make room: {}", e.getMessage());
      return training.get();
    }
    Optional<Supplier<LanguageModel>> meanwhile =
        whileTraining == WhileTraining.PROCESSOR ? onProcessor : Optional.empty();
    try {
      meanwhile.ifPresent(served::resumeWith);
      return training.get();
    } finally {
      if (meanwhile.isPresent()) {
        giveBack(served);
      } else {
        served.resume();
      }
    }
  }

  private void giveBack(ReplaceableLanguageModel served) {
    try {
      served.pause("the model moves back to the GPU", patience);
      served.resume();
    } catch (ServingException e) {
      LOG.warn("the model stays on the processor until it is started anew: {}", e.getMessage());
    }
  }
}

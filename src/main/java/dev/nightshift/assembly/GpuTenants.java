package dev.nightshift.assembly;

import dev.nightshift.serving.ReplaceableLanguageModel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who has the memory of the GPU, as far as this process knows.
 *
 * @param taken held while a training has it, or while the models are reloaded
 * @param models open models that can give back what they take, the base model among them
 */
record GpuTenants(ReentrantLock taken, List<ReplaceableLanguageModel> models) {
  GpuTenants() {
    this(new ReentrantLock(), new CopyOnWriteArrayList<>());
  }
}

/**
 * Corrections in prompts: which of the remembered ones help with a question, and in what words a
 * model is told them.
 *
 * <p>It neither answers ({@code serving}) nor remembers ({@code memory}), and knows nothing of
 * adapters: the router decides whether the answering model needs what is found here.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "serving",
      "memory",
      "embedding",
      "scope",
      "corpus",
      "quarantine",
      "council"
    })
package dev.nightshift.augmentation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

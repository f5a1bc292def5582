/**
 * Settings of every feature, and the one place where the objects of a pipeline are built and wired,
 * lazily.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "access",
      "backup",
      "exchange",
      "doctor",
      "home",
      "gguf",
      "tensor",
      "tracing",
      "model",
      "training",
      "inference",
      "embedding",
      "scope",
      "serving",
      "augmentation",
      "asking",
      "generation",
      "memory",
      "corpus",
      "council",
      "harvest",
      "state",
      "adapter",
      "evaluation",
      "fleet",
      "tuning",
      "erasure",
      "quarantine",
      "rollout",
      "notify",
      "nightly",
      "gateway",
      "console",
      "sandbox",
      "codeloop",
      "appraisal",
      "benchmark",
      "versions",
      "governance",
      "coderuns",
      "prompts",
      "vram",
      "workers"
    })
package dev.nightshift.assembly;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

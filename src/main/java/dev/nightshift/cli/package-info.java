/** Commands: one thin class each. Parse, call, print. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "access",
      "backup",
      "exchange",
      "doctor",
      "home",
      "gguf",
      "model",
      "training",
      "inference",
      "embedding",
      "scope",
      "serving",
      "asking",
      "memory",
      "corpus",
      "council",
      "harvest",
      "state",
      "adapter",
      "evaluation",
      "tuning",
      "rollout",
      "notify",
      "nightly",
      "gateway",
      "sandbox",
      "codeloop",
      "coderuns",
      "appraisal",
      "benchmark",
      "governance",
      "prompts",
      "assembly"
    })
package dev.nightshift.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The nightly Batch job, the Quartz trigger, and what is known of past nights. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "harvest",
      "council",
      "workers",
      "tuning",
      "rollout",
      "notify",
      "evaluation",
      "adapter",
      "memory",
      "serving",
      "corpus",
      "state",
      "home",
      "exchange"
    })
package dev.nightshift.nightly;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

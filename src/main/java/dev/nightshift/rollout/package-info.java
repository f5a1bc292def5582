/**
 * Makes an adapter the active one and proves it: preflight, swap, liveness, watch, verdict,
 * rollback, drill.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "adapter",
      "serving",
      "evaluation",
      "notify",
      "state",
      "home"
    })
package dev.nightshift.rollout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

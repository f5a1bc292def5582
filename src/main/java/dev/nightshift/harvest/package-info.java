/** Turns the failed exchanges of a window into training rows, once each. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "memory",
      "corpus",
      "quarantine",
      "council",
      "embedding",
      "home",
      "state"
    })
package dev.nightshift.harvest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Makes one adapter out of the rows at hand: chooses data, replay and hyper-parameters, runs the
 * trainer, fits the scope, and publishes the adapter with its provenance.
 *
 * <p>Whether the adapter may go live is {@code evaluation}'s and {@code rollout}'s business.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "memory",
      "corpus",
      "training",
      "adapter",
      "scope",
      "embedding",
      "evaluation",
      "serving",
      "model",
      "home",
      "state"
    })
package dev.nightshift.tuning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

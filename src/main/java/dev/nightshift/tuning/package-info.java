/**
 * Makes one adapter out of the rows at hand: chooses data, replay and hyper-parameters, runs the trainer, fits the scope,
 * and publishes the adapter with its provenance.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "memory", "corpus", "training", "adapter", "scope", "embedding", "evaluation", "serving", "home", "state"})
package dev.nightshift.tuning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

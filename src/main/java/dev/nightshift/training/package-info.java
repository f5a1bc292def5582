/**
 * QLoRA: adapters, batches, optimiser, checkpoints, and the trainer that runs in a process of its
 * own.
 *
 * <p>Which rows to train on, and with which settings, is decided by {@code tuning}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"model", "tensor", "gguf", "home"})
package dev.nightshift.training;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

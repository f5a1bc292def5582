/**
 * GGUF files: metadata, tensors, quantised blocks, and writing them.
 *
 * <p>Knows bytes and numbers; what a tensor means is {@code model}'s business.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package dev.nightshift.gguf;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

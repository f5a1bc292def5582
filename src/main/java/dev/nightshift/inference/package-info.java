/**
 * The embedded engine: KV cache, sampling, constrained decoding, adapters switched in memory per
 * request, a fair bounded queue.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "model", "tensor", "gguf", "home", "grammar"})
package dev.nightshift.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

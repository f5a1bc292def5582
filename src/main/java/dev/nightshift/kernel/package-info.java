/**
 * A transformer computed on the processor, straight from the blocks of a memory-mapped GGUF file:
 * products with quantised matrices, attention, and the layers made of them. Every number is
 * computed in float32 from exactly the weights in the file. Where there is memory for it, the
 * commonest block types are copied into an order that suits vectors ({@link
 * dev.nightshift.kernel.Strips}); else nothing is loaded and nothing is copied.
 *
 * <p>Uses the incubating Vector API, so the JVM must be started with {@code --add-modules
 * jdk.incubator.vector}; {@link dev.nightshift.kernel.Processor} says whether it can be used. Knows
 * nothing of requests, sampling and text.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"gguf", "model"})
package dev.nightshift.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The Lucene store of exchanges and feedback: vectors, text and facts, durable when acknowledged.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "embedding", "home"})
package dev.nightshift.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

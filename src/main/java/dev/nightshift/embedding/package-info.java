/** Sentence embeddings, computed in process and offline. */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package dev.nightshift.embedding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

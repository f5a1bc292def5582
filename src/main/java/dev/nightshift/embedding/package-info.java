/** Sentence embeddings, computed in process and offline. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.embedding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Configured models by the names that applications use: answers as text or as JSON held to a
 * schema, proposals that a second model assesses, and what people say of either.
 *
 * <p>A question goes through {@code asking} and is remembered as any other. HTTP is {@code
 * gateway}'s, opening a backend {@code assembly}'s.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "exchange",
      "home",
      "grammar",
      "serving",
      "memory",
      "augmentation",
      "asking"
    })
package dev.nightshift.generation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

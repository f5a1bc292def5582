/**
 * What people said that may not teach anybody before a person has looked at it: attacks in words
 * ({@code corpus} has the rules), more corrections by one author than one should have a say in, and
 * floods of nearly the same correction. Who was released is free at once, everywhere.
 *
 * <p>Decided when a correction comes in, and written down before the correction is, so that there
 * is no moment in which it could be told to somebody. Holds no text: what was said is in the
 * memory.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "home", "memory", "corpus", "embedding"})
package dev.nightshift.quarantine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

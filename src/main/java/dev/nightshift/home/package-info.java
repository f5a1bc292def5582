/**
 * The home directory: where every file of a pipeline lives, and how files are written whole or not
 * at all.
 *
 * <p>Knows paths and atomic writes; it does not know what is in the files.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.home;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The store of trained adapters: immutable versions, {@code current} and {@code latest}, backups.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package dev.nightshift.adapter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

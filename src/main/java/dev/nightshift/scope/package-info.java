/**
 * The scope of an adapter: which questions are near enough to its training questions that it may
 * answer them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "home"})
package dev.nightshift.scope;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Constrained decoding: a JSON schema or a regular expression becomes an automaton over bytes, and
 * that, with a vocabulary, says which tokens may come next. Computes no model and samples nothing.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.grammar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

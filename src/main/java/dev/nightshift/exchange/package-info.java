/**
 * Records of what was asked and answered: exchanges, answers, outcomes, feedback.
 *
 * <p>Holds data and its invariants only; storing it is {@code memory}, producing it is {@code
 * serving}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.nightshift.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Writes Python that satisfies ground-truth data: a model writes, the sandbox runs, the rows judge,
 * another model says what is wrong, and the first writes again, until all rows pass or the budget
 * is spent.
 *
 * <p>Rows are shown or hidden. What is hidden no model ever reads: neither input nor expected value
 * nor what came instead, so that a program that passes has not been told the answers. Expected
 * values never go into the sandbox either: they are compared outside, with what came out.
 *
 * <p>Several candidates are kept, the best first: more rows passed, then the shorter one. A round
 * repairs the best of them in several ways, and a repair that is worse replaces nothing. Of those
 * that pass everything the best is chosen by what a {@link dev.nightshift.codeloop.QualityMeter}
 * says.
 *
 * <p>Does not measure whether a program is fast or well made, and trains nothing.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "serving", "sandbox"})
package dev.nightshift.codeloop;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Keeps every attempt of the code loop, finds out what fails and why, and says so in reports that a
 * person can read: patterns with counts and examples, what to do about them, what the report before
 * promised and whether it held. Answers questions about that from what it has kept, with numbers
 * that are counted here and not by a model.
 *
 * <p>Watches nights and failed questions too, of which others tell it ({@link
 * dev.nightshift.governance.NightFacts}, {@link dev.nightshift.governance.FailedQuestion}). Of
 * people's questions it keeps ids and counts, never words: these are looked up when they are shown,
 * so that what has been forgotten is in no report.
 *
 * <p>Changes nothing: no setting, no instructions, no program. What it proposes is recommended only
 * with the result of a bench.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home", "sandbox", "codeloop", "evaluation", "embedding"})
package dev.nightshift.governance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

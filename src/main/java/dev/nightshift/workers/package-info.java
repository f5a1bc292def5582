/**
 * Questions for a council that several processes decide together over one database: what is given
 * out, who works on it, and what was decided. A worker needs nothing else of the home whose work it
 * does: a case carries all that its council is told.
 *
 * <p>Decides nothing itself, and knows no Batch job: {@code nightly} gives out and works.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"council"})
package dev.nightshift.workers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Runs of the code loop as a service: started by several users, a bounded number at once and
 * waiting, followed while they go on, cancelled, and kept as files when they are over.
 *
 * <p>How programs are written and judged is {@code codeloop}'s; who may see a run is said here,
 * where requests come from is not known.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"appraisal", "codeloop", "home", "sandbox", "serving"})
package dev.nightshift.coderuns;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Question sets, sealed sets, gates and the statistics they decide by. */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "serving", "home"})
package dev.nightshift.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

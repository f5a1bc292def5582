/** Deliberately broken: uses a package that it may not use. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package brokenfixture.serving;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

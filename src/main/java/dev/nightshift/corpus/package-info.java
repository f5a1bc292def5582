/** Training rows, their files and manifests, quality score, redaction and quarantine. */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "home"})
package dev.nightshift.corpus;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

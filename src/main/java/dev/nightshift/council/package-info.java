/** Agent-0: seats that rewrite a failed answer, their votes, and abstention. */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "serving", "embedding"})
package dev.nightshift.council;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

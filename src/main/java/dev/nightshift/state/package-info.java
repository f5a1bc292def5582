/**
 * The embedded or external SQL database that all durable bookkeeping shares, and its migrations.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package dev.nightshift.state;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

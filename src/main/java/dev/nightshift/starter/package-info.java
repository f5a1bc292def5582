/**
 * A pipeline inside somebody's own Spring Boot application: an auto-configuration, and the one
 * object that the application calls.
 *
 * <p>The pipeline keeps its own HTTP server, home and database; of the application it takes the
 * {@code nightshift.*} properties and nothing else. Standing alone, the program does not use this
 * package.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"assembly", "asking", "backup", "exchange", "gateway", "home"})
package dev.nightshift.starter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

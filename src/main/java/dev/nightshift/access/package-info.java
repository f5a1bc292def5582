/**
 * Who may do what: API keys with scopes, how often each may be used, and who a request comes from.
 *
 * <p>Keys lie hashed in one file, which commands and a running server share; a key that is made or
 * revoked counts from the next request on. It knows nothing of HTTP: {@code gateway} hands it what
 * a request carried and answers with what it says.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home"})
package dev.nightshift.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Tells people: a durable outbox and the Slack, Discord and JSON webhooks it feeds. */
@NullMarked
@ApplicationModule(allowedDependencies = {"state", "home"})
package dev.nightshift.notify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Several nodes (homes with their servers) on one database: who they are and whether they live,
 * adapters that go from one to another, and a rollout over all of them.
 *
 * <p>Whether an adapter may stay is not decided here: every node judges it by its own {@code
 * rollout}. What is decided here is whose turn it is, and that one node's verdict against an
 * adapter takes it back from all. Orders and their outcomes are rows of the database, so that any
 * node can go on coordinating where a killed one stopped.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "adapter", "home", "notify", "rollout"})
package dev.nightshift.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

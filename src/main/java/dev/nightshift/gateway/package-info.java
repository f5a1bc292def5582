/**
 * REST endpoints over the pipeline.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"exchange", "home", "memory", "serving", "rollout", "adapter", "nightly", "notify", "state", "assembly", "harvest", "tuning", "evaluation"})
package dev.nightshift.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

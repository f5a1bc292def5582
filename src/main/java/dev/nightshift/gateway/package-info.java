/**
 * REST endpoints over the pipeline, and the client by which a command finds a running server.
 *
 * <p>What an operation does is not decided here: {@link dev.nightshift.gateway.CommandRunner},
 * {@link dev.nightshift.gateway.StatusSource} and {@link dev.nightshift.gateway.PipelineTotals} are
 * given.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "access",
      "appraisal",
      "exchange",
      "home",
      "memory",
      "serving",
      "asking",
      "augmentation",
      "generation",
      "codeloop",
      "coderuns",
      "versions",
      "sandbox",
      "embedding",
      "grammar",
      "quarantine",
      "tracing"
    })
package dev.nightshift.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

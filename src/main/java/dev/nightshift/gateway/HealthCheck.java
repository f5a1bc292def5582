package dev.nightshift.gateway;

/** Looks at one part of the pipeline; cheap, and never throws on purpose. */
@FunctionalInterface
public interface HealthCheck {
  /** The part as it is now. */
  HealthPart check();
}

package dev.nightshift.gateway;

/**
 * The health of one part.
 *
 * @param name of the part, a JSON key
 * @param state how it is
 * @param detail in words
 */
public record HealthPart(String name, State state, String detail) {
  /** Name of the log that memories share; without it nothing can be recorded. */
  public static final String MEMORY_LOG = "memory_log";

  /** How a part is; the worst decides for the whole. */
  public enum State {
    OK,
    DEGRADED,
    ERROR
  }
}

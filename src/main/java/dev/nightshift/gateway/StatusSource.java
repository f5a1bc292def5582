package dev.nightshift.gateway;

/** Says how the pipeline stands. */
@FunctionalInterface
public interface StatusSource {
  /** The JSON object that {@code status --json} prints and GET /status answers. */
  String json();
}

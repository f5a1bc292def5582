package dev.nightshift.gateway;

import java.util.Map;

/**
 * One number of the pipeline that is read anew for each scrape.
 *
 * @param name with dots, such as nightshift.outbox.pending
 * @param description what it says
 * @param labels of it; few values each, as every combination is kept for as long as the server runs
 * @param value NaN when there is none yet
 */
public record Figure(String name, String description, Map<String, String> labels, double value) {
  public Figure {
    labels = Map.copyOf(labels);
  }

  /** Without labels. */
  public Figure(String name, String description, double value) {
    this(name, description, Map.of(), value);
  }
}

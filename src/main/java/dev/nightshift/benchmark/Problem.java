package dev.nightshift.benchmark;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A problem as it stands in a file.
 *
 * @param line where, from 1
 * @param id its own, such as {@code HumanEval/3} or {@code 11}
 * @param format whose it is
 * @param fields an object
 */
record Problem(int line, String id, BenchmarkFormat format, JsonNode fields) {

  /** Its id as a task's and a file's. */
  String taskId() {
    String name = id.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    String known = name.matches("[0-9]+") ? format.name().toLowerCase(Locale.ROOT) + "-" : "";
    return known + name;
  }
}

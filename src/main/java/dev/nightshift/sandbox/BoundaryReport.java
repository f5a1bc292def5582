package dev.nightshift.sandbox;

import java.util.List;

/**
 * Whether the boundary holds on this machine.
 *
 * @param holds whether programs are run
 * @param boundary which boundary that is
 * @param problems what is missing
 * @param seen what was tried from inside and seen from outside
 */
public record BoundaryReport(
    boolean holds, Boundary boundary, List<Problem> problems, List<String> seen) {
  public BoundaryReport {
    problems = List.copyOf(problems);
    seen = List.copyOf(seen);
  }
}

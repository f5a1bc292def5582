package dev.nightshift.appraisal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a program is well made, and safe.
 *
 * @param score 1 less 0.3, 0.1 or 0.03 for each remark of severity HIGH, MEDIUM or LOW; at least 0.
 *     What several say of a line counts once, as the worst of it
 * @param remarks by line
 * @param checkers who was asked, with their versions
 */
public record Practice(double score, List<Remark> remarks, List<Checker> checkers) {
  public Practice {
    remarks = List.copyOf(remarks);
    checkers = List.copyOf(checkers);
  }

  /**
   * Somebody who reads programs.
   *
   * @param name of the program
   * @param version empty when it is not installed
   * @param problem why it said nothing; empty when it did
   */
  public record Checker(String name, String version, String problem) {}

  static Practice of(List<Remark> remarks, List<Checker> checkers) {
    double cost =
        remarks.stream()
            .collect(Collectors.toMap(Remark::line, remark -> remark.severity().cost(), Math::max))
            .values()
            .stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    // 1 less a few tenths is not exact.
    double score = Math.round(1000 * Math.max(0, 1 - cost)) / 1000.0;
    return new Practice(score, remarks, checkers);
  }
}

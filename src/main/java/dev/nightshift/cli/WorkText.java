package dev.nightshift.cli;

import dev.nightshift.assembly.SharedWork;
import java.util.stream.Collectors;

/** The council's work among processes, in words. */
final class WorkText {
  private WorkText() {}

  static String of(SharedWork work) {
    String workers =
        work.workers().isEmpty()
            ? "none"
            : work.workers().stream()
                .map(one -> one.name() + " (" + one.doing() + ")")
                .collect(Collectors.joining(", "));
    if (work.partitions() == 0) {
      return workers;
    }
    return "%s; %s harvest: %d of %d partitions done, %d begun again%s"
        .formatted(
            workers,
            work.goesOn() ? "this" : "last",
            work.done(),
            work.partitions(),
            work.retries(),
            work.by().isEmpty() ? "" : ", by " + String.join(", ", work.by()));
  }
}

package dev.nightshift.workers;

import java.util.List;

/**
 * A partition that a worker has taken.
 *
 * @param generation of the run it belongs to
 * @param number of the partition, from 0; people are told one more
 * @param node whose work it is
 * @param stepExecution its id in the repository of the Batch job
 * @param caseKeys names of its cases
 * @param attempt from 1
 * @param worker who has taken it
 */
public record Claim(
    String generation,
    int number,
    String node,
    long stepExecution,
    List<String> caseKeys,
    int attempt,
    String worker) {
  public Claim {
    caseKeys = List.copyOf(caseKeys);
  }

  @Override
  public String toString() {
    return "partition %d of %s (%d cases, attempt %d)"
        .formatted(number + 1, node, caseKeys.size(), attempt);
  }
}

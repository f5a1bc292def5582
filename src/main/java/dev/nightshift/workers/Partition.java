package dev.nightshift.workers;

import java.util.List;

/**
 * Cases to be given out together.
 *
 * @param number of the partition in its run
 * @param stepExecution its id in the repository of the Batch job
 * @param caseKeys names of its cases
 */
public record Partition(int number, long stepExecution, List<String> caseKeys) {
  public Partition {
    caseKeys = List.copyOf(caseKeys);
  }
}

package dev.nightshift.assembly;

import java.util.List;

/**
 * The council's work among the processes that share a database, in a status.
 *
 * @param workers processes that help, or could
 * @param partitions parts of the newest harvest's questions
 * @param done parts that are decided
 * @param retries how often a part was begun once more
 * @param goesOn whether a process waits for them now
 * @param by who has taken parts
 */
public record SharedWork(
    List<Worker> workers, int partitions, int done, int retries, boolean goesOn, List<String> by) {
  public SharedWork {
    workers = List.copyOf(workers);
    by = List.copyOf(by);
  }

  /**
   * A process that helps.
   *
   * @param state {@code idle}, {@code works} or {@code refused}
   * @param doing the same in words
   * @param decided questions that it has decided
   */
  public record Worker(String name, String state, String doing, long decided) {}
}

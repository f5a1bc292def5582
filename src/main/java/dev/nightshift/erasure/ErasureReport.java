package dev.nightshift.erasure;

import java.util.List;

/**
 * What an erasure took out, or would take out.
 *
 * @param exchanges that went with their vectors
 * @param feedback things said of them, and things the author said of others' exchanges
 * @param rows training rows
 * @param listed entries in the lists that wait for a person
 * @param sealed questions that adapters were judged by
 * @param runs of the code loop, with their programs
 * @param files logs and records that were rewritten or removed, relative to the home
 * @param stored texts of the bookkeeping that were overwritten
 * @param tainted versions that were trained on it
 * @param told ids of exchanges whose answers were given with the help of a correction that went;
 *     they may repeat it
 */
public record ErasureReport(
    int exchanges,
    int feedback,
    int rows,
    int listed,
    int sealed,
    int runs,
    List<String> files,
    int stored,
    List<String> tainted,
    List<String> told) {
  public ErasureReport {
    files = List.copyOf(files);
    tainted = List.copyOf(tainted);
    told = List.copyOf(told);
  }

  /** Whether there was nothing to take out. */
  public boolean isEmpty() {
    return exchanges + feedback + rows + listed + runs == 0;
  }
}

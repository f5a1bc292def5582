package dev.nightshift.assembly;

import java.util.List;

/**
 * An erasure. State is FORGOTTEN, PLANNED (it was not confirmed and nothing went) or NOTHING_TO_DO.
 *
 * @param exchanges that went, with their vectors
 * @param feedback things said that went
 * @param rows training rows that went
 * @param listed entries that went from the lists for a person
 * @param sealed questions that went which adapters were judged by
 * @param runs runs of the code loop that went, with their programs
 * @param files logs and records that were rewritten or removed, relative to the home
 * @param removedAdapters adapters that were trained on it and not active: removed
 * @param removedModels models of such adapters on an Ollama server: deleted there
 * @param taintedAdapters adapters that were trained on it and still answer
 * @param retraining whether the next night trains without it, however few rows are new
 * @param told ids of exchanges whose answers may repeat a correction that went
 * @param beyondReach what this program cannot remove, in sentences
 */
public record ForgottenReply(
    String state,
    int exchanges,
    int feedback,
    int rows,
    int listed,
    int sealed,
    int runs,
    List<String> files,
    List<String> removedAdapters,
    List<String> removedModels,
    List<String> taintedAdapters,
    boolean retraining,
    List<String> told,
    List<String> beyondReach,
    long totalMs)
    implements Reply {
  public ForgottenReply {
    files = List.copyOf(files);
    removedAdapters = List.copyOf(removedAdapters);
    removedModels = List.copyOf(removedModels);
    taintedAdapters = List.copyOf(taintedAdapters);
    told = List.copyOf(told);
    beyondReach = List.copyOf(beyondReach);
  }
}

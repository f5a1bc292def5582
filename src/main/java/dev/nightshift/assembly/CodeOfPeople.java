package dev.nightshift.assembly;

import dev.nightshift.coderuns.RunSummary;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.erasure.ErasableCode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Programs of people: runs, attempts, what reports say of them, the history, what is taught. */
record CodeOfPeople(Pipeline pipeline) implements ErasableCode {
  /** Before a task's name, where a training row comes from. */
  static final String ORIGIN = "code:";

  @Override
  public Found of(String author) {
    Set<String> runs = new LinkedHashSet<>(pipeline.code.runs().owners().of(author));
    pipeline.code.runs().list(viewer(author)).stream().map(RunSummary::id).forEach(runs::add);
    Set<String> origins =
        runs.isEmpty()
            ? Set.of()
            : pipeline.code.versions().tasksOf(runs).stream()
                .map(task -> ORIGIN + task)
                .collect(Collectors.toSet());
    return new Found(runs, origins);
  }

  /** Whose runs they were goes last: until then it can be done again. */
  @Override
  public void erase(String author, Found found) {
    Viewer viewer = viewer(author);
    pipeline.code.runs().list(viewer).stream()
        .map(RunSummary::id)
        .forEach(run -> pipeline.code.runs().delete(run, viewer));
    pipeline.code.versions().forgetAll(found.runs());
    pipeline.code.governance().forget(found.runs());
    pipeline.code.runs().owners().forget(author);
  }

  private static Viewer viewer(String author) {
    return new Viewer(author, false);
  }
}

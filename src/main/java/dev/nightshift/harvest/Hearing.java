package dev.nightshift.harvest;

import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has all groups of one harvest examined: first what needs no council, then what does, in whatever
 * order it gets decided. Not thread-safe.
 */
final class Hearing {
  private final List<QuestionGroup> groups;
  private final Examination examination;
  private final Consumer<HarvestProgress> listener;
  private final List<@Nullable Verdict> verdicts = new ArrayList<>();
  private int done;

  private Hearing(
      List<QuestionGroup> groups, Examination examination, Consumer<HarvestProgress> listener) {
    this.groups = groups;
    this.examination = examination;
    this.listener = listener;
  }

  /** The groups with their verdicts, in their order. */
  static List<Examined> examine(
      List<QuestionGroup> groups,
      Examination examination,
      Deliberations deliberations,
      Consumer<HarvestProgress> listener) {
    return new Hearing(groups, examination, listener).examined(deliberations);
  }

  private List<Examined> examined(Deliberations deliberations) {
    List<Integer> places = new ArrayList<>();
    List<Opening.Undecided> undecided = new ArrayList<>();
    for (QuestionGroup group : groups) {
      requireGoingOn();
      verdicts.add(null);
      int place = verdicts.size() - 1;
      switch (examination.open(group)) {
        case Opening.Settled(Verdict verdict) -> conclude(place, verdict);
        case Opening.Undecided open -> {
          places.add(place);
          undecided.add(open);
        }
      }
    }
    List<@Nullable Deliberation> made = new ArrayList<>();
    undecided.forEach(open -> made.add(null));
    List<CouncilCase> cases = undecided.stream().map(Opening.Undecided::theCase).toList();
    requireGoingOn();
    deliberations.decide(
        cases,
        (i, deliberation) -> {
          made.set(i, deliberation);
          int place = places.get(i);
          conclude(place, examination.conclude(groups.get(place), undecided.get(i), deliberation));
          requireGoingOn();
        });
    // In their order, so that what is counted does not depend on who was faster.
    made.forEach(one -> examination.count(Objects.requireNonNull(one, "not decided").votes()));
    List<Examined> examined = new ArrayList<>();
    for (int place = 0; place < groups.size(); place++) {
      examined.add(new Examined(groups.get(place), Objects.requireNonNull(verdicts.get(place))));
    }
    return examined;
  }

  private void conclude(int place, Verdict verdict) {
    verdicts.set(place, verdict);
    done++;
    listener.accept(
        new HarvestProgress(
            done,
            groups.size(),
            groups.get(place).question(),
            verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
  }

  private void requireGoingOn() {
    if (done < groups.size() && Thread.currentThread().isInterrupted()) {
      throw new HarvestException(
          HarvestException.Code.CANCELLED,
          "the harvest was interrupted after %d of %d questions".formatted(done, groups.size()));
    }
  }
}

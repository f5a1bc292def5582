package dev.nightshift.console;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.RowVote;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What became of an exchange: the rows made of it, and the adapters that were taught these. */
record RowsOf(TrainingRows rows, AdapterStore adapters, Shown shown) {
  /**
   * A training row.
   *
   * @param inForce whether no newer row of its question stands in its place
   * @param adapters that were taught it
   */
  record Row(
      String id,
      String answer,
      String source,
      String quality,
      String harvested,
      boolean inForce,
      List<Vote> votes,
      List<Taught> adapters) {}

  /** How a seat of the council voted. */
  record Vote(String seat, String model, String result) {}

  /** An adapter that was taught a row. */
  record Taught(String name, String shortName) {}

  List<Row> exchange(String id) {
    List<TrainingRow> of =
        rows.everyone().stream().filter(row -> row.exchangeIds().contains(id)).toList();
    if (of.isEmpty()) {
      return List.of();
    }
    Set<String> inForce =
        rows.all().stream().map(TrainingRow::id).collect(Collectors.toUnmodifiableSet());
    return of.stream().map(row -> row(row, inForce.contains(row.id()))).toList();
  }

  private Row row(TrainingRow row, boolean inForce) {
    return new Row(
        row.id(),
        row.output(),
        row.source().label(),
        String.format(Locale.ROOT, "%.2f", row.qualityScore()),
        shown.time(row.harvestedAt()),
        inForce,
        row.votes().stream().map(RowsOf::vote).toList(),
        taught(row.id()));
  }

  private static Vote vote(RowVote vote) {
    String result =
        switch (vote.result()) {
          case AGREED -> "agreed";
          case DISAGREED -> "said something else";
          case NONE -> "gave no usable reply";
        };
    return new Vote(vote.seat(), vote.model(), result);
  }

  private List<Taught> taught(String row) {
    List<Taught> taught = new ArrayList<>();
    for (AdapterVersion version : adapters.versions()) {
      boolean has =
          JsonText.in(version.provenance())
              .map(made -> JsonText.texts(made.path("row_ids")).contains(row))
              .orElse(false);
      if (has) {
        taught.add(new Taught(version.name(), AdapterView.shortName(version.name())));
      }
    }
    return taught;
  }
}

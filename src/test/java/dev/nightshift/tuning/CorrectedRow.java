package dev.nightshift.tuning;

import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.TrainingRow;
import java.time.Instant;
import java.util.List;

/** A row for tests: what a person corrected. */
final class CorrectedRow {
  private CorrectedRow() {}

  static TrainingRow of(String question, String answer) {
    Instant at = Instant.parse("2026-01-31T02:00:00Z");
    return new TrainingRow(
        question,
        answer,
        "",
        1,
        1,
        RowSource.CORRECTION,
        "no idea",
        List.of("x"),
        List.of("ada"),
        "tiny",
        at,
        at,
        1.0,
        List.of(),
        "",
        List.of());
  }
}

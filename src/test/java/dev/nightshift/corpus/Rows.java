package dev.nightshift.corpus;

import java.time.Instant;
import java.util.List;

/** Rows for tests. */
final class Rows {
  static final Instant NIGHT = Instant.parse("2026-01-31T02:00:00Z");

  private Rows() {}

  static TrainingRow council(String question, String answer, String exchange) {
    return new TrainingRow(
        question,
        answer,
        "so it is",
        0.85,
        0.85,
        RowSource.COUNCIL,
        "no idea",
        List.of(exchange),
        List.of("anonymous"),
        "tiny",
        NIGHT,
        null,
        2 / 3.0,
        List.of(
            new RowVote("analyst", "tiny", 1, RowVote.Result.AGREED),
            new RowVote("verifier", "tiny", 1, RowVote.Result.NONE)),
        "",
        List.of(new Evidence("p1", "c1"), new Evidence("p2", "c2")));
  }

  static TrainingRow correction(String question, String answer, String exchange, Instant at) {
    return new TrainingRow(
        question,
        answer,
        "",
        1,
        QualityScore.score("no idea", answer),
        RowSource.CORRECTION,
        "no idea",
        List.of(exchange),
        List.of("ada"),
        "tiny",
        NIGHT,
        at,
        1,
        List.of(),
        "",
        List.of());
  }

  /** A correction by an object of a schema. */
  static TrainingRow object(String question, String answer, String exchange, Instant at) {
    return new TrainingRow(
        question,
        answer,
        "",
        1,
        1,
        RowSource.CORRECTION,
        "no idea",
        List.of(exchange),
        List.of("ada"),
        "tiny",
        NIGHT,
        at,
        1,
        List.of(),
        "phi3",
        List.of());
  }

  static RunRecord run(int kept) {
    return new RunRecord(NIGHT.minusSeconds(86400), NIGHT, NIGHT, kept, kept, 0, 0, 0, 0, 0, 0, 0);
  }
}

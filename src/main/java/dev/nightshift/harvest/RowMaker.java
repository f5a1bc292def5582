package dev.nightshift.harvest;

import dev.nightshift.corpus.Evidence;
import dev.nightshift.corpus.QualityScore;
import dev.nightshift.corpus.Quarantine;
import dev.nightshift.corpus.Redacted;
import dev.nightshift.corpus.Redactor;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.RowVote;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Deliberation.Rewritten;
import dev.nightshift.council.Vote;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.quarantine.Screen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes a row of a rewritten answer: redacted, checked, scored. */
final class RowMaker {
  private static final Pattern REDACTION = Pattern.compile("\\[REDACTED:[a-z-]+]");

  private final Redactor redactor = new Redactor();
  private final Quarantine quarantine = new Quarantine();
  private final Screen screen;
  private final double minQuality;
  private final Instant now;

  RowMaker(Screen screen, double minQuality, Instant now) {
    this.screen = screen;
    this.minQuality = minQuality;
    this.now = now;
  }

  /** The question as it stands in files. */
  String instruction(QuestionGroup group) {
    return redactor.redact(group.question()).text().strip();
  }

  /** An answer as it stands in files. */
  String output(String answer) {
    return redactor.redact(answer.strip()).text();
  }

  /** Why the council must not even see a group; empty when it may. */
  Optional<String> danger(QuestionGroup group) {
    return screen.objection(group.deciding());
  }

  /** A note on a group for a person; with what the council was shown for it. */
  SideEntry note(QuestionGroup group, String answer, String reason, List<Evidence> evidence) {
    return new SideEntry(
        instruction(group),
        redactor.redact(answer).text(),
        reason,
        group.exchangeIds(),
        now,
        List.of(),
        group.profile(),
        evidence);
  }

  /** A note on a question that the council left to a person, with what its seats said. */
  SideEntry note(QuestionGroup group, Abstained abstained, List<Evidence> evidence) {
    SideEntry plain = note(group, group.decidingExchange().answer(), abstained.reason(), evidence);
    return plain.with(
        abstained.votes().stream().map(vote -> redactor.redact(said(vote)).text()).toList());
  }

  private static String said(Vote vote) {
    return vote.seat()
        + switch (vote.ballot()) {
          case Vote.Cast cast -> ": " + cast.answer();
          case Vote.Malformed malformed -> ", not in the form: " + malformed.reply();
          case Vote.Silent silent -> " did not reply: " + silent.reason();
        };
  }

  /**
   * The verdict on a group whose answer was rewritten; {@code instruction} is the row's, and
   * evidence what the council was shown.
   */
  Verdict judge(
      QuestionGroup group, String instruction, Rewritten rewritten, List<Evidence> evidence) {
    Redacted output = redactor.redact(rewritten.answer().strip());
    Redacted reasoning = redactor.redact(rewritten.reasoning());
    Redacted badAnswer = redactor.redact(group.decidingExchange().answer());
    if (REDACTION.matcher(output.text()).replaceAll("").isBlank()) {
      return new Verdict.Quarantined(
          note(
              group,
              output.text(),
              "nothing is left of the answer when secrets are taken out",
              evidence));
    }
    double heuristic = QualityScore.score(badAnswer.text(), output.text());
    Optional<Feedback> correction = group.correction();
    TrainingRow row =
        new TrainingRow(
            instruction,
            output.text(),
            reasoning.text(),
            correction.isPresent() ? 1 : heuristic,
            heuristic,
            correction.isPresent() ? RowSource.CORRECTION : RowSource.COUNCIL,
            badAnswer.text(),
            group.exchangeIds(),
            group.authors(),
            group.decidingExchange().model(),
            now,
            correction.map(Feedback::at).orElse(null),
            rewritten.agreement(),
            rewritten.votes().stream().map(RowMaker::vote).toList(),
            group.profile(),
            evidence);
    Optional<String> danger =
        screen.isReleased(group.deciding()) ? Optional.empty() : quarantine.reason(row);
    if (danger.isPresent()) {
      return new Verdict.Quarantined(note(group, row.output(), danger.get(), evidence));
    }
    if (row.qualityScore() < minQuality) {
      return new Verdict.Dropped(
          note(
              group,
              row.output(),
              "quality score " + heuristic + " is under " + minQuality,
              evidence));
    }
    int redactions = redactor.redact(group.question()).count() + output.count() + reasoning.count();
    return new Verdict.Kept(row, redactions);
  }

  private static RowVote vote(Vote vote) {
    RowVote.Result result =
        switch (vote.ballot()) {
          case Vote.Cast cast -> cast.agreed() ? RowVote.Result.AGREED : RowVote.Result.DISAGREED;
          case Vote.Malformed _, Vote.Silent _ -> RowVote.Result.NONE;
        };
    return new RowVote(vote.seat(), vote.model(), vote.weight(), result);
  }
}

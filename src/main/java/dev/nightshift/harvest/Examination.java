package dev.nightshift.harvest;

import dev.nightshift.corpus.Evidence;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import dev.nightshift.council.PastCorrection;
import dev.nightshift.council.PersonsCorrection;
import dev.nightshift.council.Vote;
import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.Remembered;
import dev.nightshift.quarantine.Screen;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what becomes of each group of failures in one harvest. Not thread-safe. */
final class Examination {
  /** How many past corrections are looked at; some are not near enough or not fit to be shown. */
  private static final int PAST_LOOKED_AT = 100;

  private final ExchangeMemory memory;
  private final KnownRows known;
  private final RowMaker rows;
  private final Screen screen;
  private final HarvestSettings settings;
  private final Map<String, SeatCounts> seats = new LinkedHashMap<>();
  private int deliberations;

  Examination(
      ExchangeMemory memory,
      KnownRows known,
      RowMaker rows,
      Screen screen,
      HarvestSettings settings) {
    this.memory = memory;
    this.known = known;
    this.rows = rows;
    this.screen = screen;
    this.settings = settings;
  }

  /** Says what becomes of a group, or what a council has to decide first. */
  Opening open(QuestionGroup group) {
    String instruction = rows.instruction(group);
    Optional<TrainingRow> row = known.find(instruction, group.profile());
    if (row.isPresent() && !addsTo(row.get(), group)) {
      return new Opening.Settled(
          row.get().exchangeIds().containsAll(group.exchangeIds())
              ? new Verdict.Recovered(row.get())
              : new Verdict.Duplicate(row.get()));
    }
    Optional<String> danger = rows.danger(group);
    if (danger.isPresent()) {
      String answer = group.correction().map(Examination::textOf).orElse("");
      return new Opening.Settled(
          new Verdict.Quarantined(rows.note(group, answer, danger.get(), List.of())));
    }
    if (group.correction().isEmpty() && ++deliberations > settings.maxDeliberations()) {
      return new Opening.Settled(new Verdict.Deferred());
    }
    CouncilCase theCase = caseOf(group);
    // The known row's wording stays, so that the new row takes its place.
    return new Opening.Undecided(
        theCase, row.map(TrainingRow::instruction).orElse(instruction), evidence(theCase));
  }

  /** Says what becomes of a group that a council has decided. */
  Verdict conclude(QuestionGroup group, Opening.Undecided open, Deliberation deliberation) {
    return switch (deliberation) {
      case Deliberation.Abstained abstained ->
          new Verdict.Abstained(rows.note(group, abstained, open.evidence()), abstained.unheard());
      case Deliberation.Rewritten rewritten ->
          rows.judge(group, open.instruction(), rewritten, open.evidence());
    };
  }

  /** Adds what the seats did for one question. */
  void count(List<Vote> votes) {
    votes.stream()
        .filter(vote -> !vote.model().equals(Vote.PERSON))
        .map(SeatCounts::of)
        .forEach(one -> seats.merge(one.seat(), one, SeatCounts::and));
  }

  /** How the seats have done so far. */
  List<SeatCounts> seats() {
    return List.copyOf(seats.values());
  }

  /** Whether a group has a correction that a known row does not have. */
  private boolean addsTo(TrainingRow row, QuestionGroup group) {
    Optional<Feedback> correction = group.correction();
    if (correction.isEmpty()) {
      return false;
    }
    Instant corrected = row.correctedAt();
    return row.source() != RowSource.CORRECTION
        || (!rows.output(textOf(correction.get())).equals(row.output())
            && (corrected == null || correction.get().at().isAfter(corrected)));
  }

  private CouncilCase caseOf(QuestionGroup group) {
    return new CouncilCase(
        group.question(),
        group.decidingExchange().answer(),
        group
            .correction()
            .map(correction -> new PersonsCorrection(textOf(correction), correction.author()))
            .orElse(null),
        group.correction().isPresent() ? List.of() : pastCorrections(group));
  }

  private List<PastCorrection> pastCorrections(QuestionGroup group) {
    if (settings.pastCorrections() == 0) {
      return List.of();
    }
    return memory.corrected(group.question(), PAST_LOOKED_AT).stream()
        .filter(match -> match.similarity() >= settings.pastSimilarity())
        .filter(Examination::isProseOfItsOwn)
        .map(match -> screen.inForce(match.remembered()))
        .filter(one -> screen.objection(one).isEmpty())
        .flatMap(Examination::correctionOf)
        .limit(settings.pastCorrections())
        .toList();
  }

  private static boolean isProseOfItsOwn(Match match) {
    Context context = match.remembered().exchange().context();
    return context.profile().isEmpty() && context.standsAlone();
  }

  private static Stream<PastCorrection> correctionOf(Remembered one) {
    String question = one.exchange().question();
    return one.correction().stream()
        .map(
            correction ->
                new PastCorrection(
                    question, textOf(correction), one.exchange().id(), correction.id()));
  }

  private static List<Evidence> evidence(CouncilCase theCase) {
    return theCase.past().stream()
        .map(past -> new Evidence(past.exchangeId(), past.correctionId()))
        .toList();
  }

  private static String textOf(Feedback correction) {
    return String.valueOf(correction.correction());
  }
}

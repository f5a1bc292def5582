package dev.nightshift.augmentation;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.corpus.Redactor;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.Remembered;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.scope.QuestionNearness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which corrections go into a prompt.
 *
 * <p>Those above the floor until the number or the tokens are used up: first that of the very
 * question, then by relevance, and by age where that is about the same. Left out are answers to a
 * follow-up, what {@link Screen} would not let into a training set (it must not reach another
 * user's prompt either), an older correction of a question that was corrected again (that of the
 * very question only if that one was), one of another question that led to an answer of which a
 * person has said that it is wrong since, and answers that are there already.
 */
final class CorrectionChoice {
  private static final Logger log = LoggerFactory.getLogger(CorrectionChoice.class);

  /** The most of a relevance that age can cost: what is more relevant by more comes first. */
  private static final double COST_OF_AGE = 0.02;

  private static final Pattern REDACTION = Pattern.compile("\\[REDACTED:[a-z-]+]");

  private final AugmentationSettings settings;
  private final Embedder embedder;
  private final Screen screen;
  private final Redactor redactor = new Redactor();

  CorrectionChoice(AugmentationSettings settings, Embedder embedder, Screen screen) {
    this.settings = settings;
    this.embedder = embedder;
    this.screen = screen;
  }

  /**
   * A correction that might be used.
   *
   * @param question as it was asked
   * @param isAsked whether that is the very question now asked
   * @param at when it was made
   */
  private record Candidate(
      UsedCorrection correction, String question, boolean isAsked, Instant at) {
    private static final Comparator<Candidate> BY_TIME =
        Comparator.comparing(Candidate::at)
            .thenComparing(candidate -> candidate.correction().exchangeId());

    private static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing(Candidate::isAsked)
            .thenComparing(candidate -> candidate.correction().score())
            .thenComparing(BY_TIME)
            .reversed();

    boolean isLaterThan(Candidate other) {
      return BY_TIME.compare(this, other) > 0;
    }
  }

  /** Whether any of the matches is told of if nothing else speaks against it. */
  boolean isNear(String asked, List<Match> matches) {
    return matches.stream().anyMatch(match -> relevance(asked, match) >= settings.floor());
  }

  /**
   * The corrections for a question, the best first.
   *
   * @param matches corrected exchanges like it
   * @param before exchanges like it, whatever was said of them
   * @param tokens counts those that corrections take in the prompt
   */
  List<UsedCorrection> of(
      String asked,
      List<Match> matches,
      List<Match> before,
      Instant now,
      ToIntFunction<List<UsedCorrection>> tokens) {
    List<Candidate> candidates =
        matches.stream().flatMap(match -> candidate(asked, match, now).stream()).toList();
    SameQuestions same = new SameQuestions(embedder);
    Map<String, Instant> misled = misled(asked, before, same);
    List<UsedCorrection> ordered =
        inForce(candidates, same).stream()
            .filter(
                candidate ->
                    candidate
                            .at()
                            .isAfter(
                                misled.getOrDefault(
                                    candidate.correction().exchangeId(), Instant.MIN))
                        || same.areOne(asked, candidate.question()))
            .sorted(Candidate.BEST_FIRST)
            .map(Candidate::correction)
            .toList();
    List<UsedCorrection> chosen = new ArrayList<>();
    Set<String> answers = new HashSet<>();
    for (UsedCorrection correction : ordered) {
      List<UsedCorrection> more = new ArrayList<>(chosen);
      more.add(correction);
      if (more.size() <= settings.corrections()
          && fitTogether(more)
          && tokens.applyAsInt(more) <= settings.tokens()
          && answers.add(QuestionKey.of(correction.answer()))) {
        chosen.add(correction);
      }
    }
    return chosen;
  }

  /**
   * Whether no attack is in several that is in none of them, in the order in which a prompt has
   * them, the best last, with their questions or without. What a person let through stays free.
   */
  private boolean fitTogether(List<UsedCorrection> corrections) {
    List<UsedCorrection> told = corrections.reversed();
    List<String> answers = told.stream().map(UsedCorrection::answer).toList();
    List<String> all = told.stream().flatMap(CorrectionChoice::texts).toList();
    return (screen.together(answers).isEmpty() && screen.together(all).isEmpty())
        || told.stream().anyMatch(one -> screen.together(texts(one).toList()).isPresent());
  }

  private static Stream<String> texts(UsedCorrection one) {
    return Stream.of(one.question(), one.answer());
  }

  private Optional<Candidate> candidate(String asked, Match match, Instant now) {
    Remembered one = screen.inForce(match.remembered());
    String question = one.exchange().question();
    double relevance = relevance(asked, match);
    Optional<Feedback> said = one.correction();
    boolean alone = one.exchange().context().standsAlone();
    if (relevance < settings.floor() || said.isEmpty() || !alone) {
      return Optional.empty();
    }
    String id = one.exchange().id();
    String answer = String.valueOf(said.get().correction());
    Optional<String> danger = screen.objection(one);
    if (danger.isPresent()) {
      log.debug("the correction of {} is kept out of prompts: {}", id, danger.get());
      return Optional.empty();
    }
    String safe = redactor.redact(answer.strip()).text();
    if (REDACTION.matcher(safe).replaceAll("").isBlank()) {
      return Optional.empty();
    }
    Instant at = said.get().at();
    UsedCorrection correction =
        new UsedCorrection(
            id,
            redactor.redact(question.strip()).text(),
            safe,
            relevance,
            relevance - COST_OF_AGE * oldness(at, now));
    boolean isAsked = QuestionKey.of(asked).equals(QuestionKey.of(question));
    return Optional.of(new Candidate(correction, question, isAsked, at));
  }

  /** When corrections were last told for this question and the answer was called wrong, by id. */
  private static Map<String, Instant> misled(String asked, List<Match> before, SameQuestions same) {
    Map<String, Instant> last = new HashMap<>();
    before.stream()
        .map(Match::remembered)
        .filter(one -> one.outcome().equals(new Outcome(false, Outcome.Cause.FEEDBACK)))
        .map(Remembered::exchange)
        .filter(one -> !one.corrections().isEmpty() && same.areOne(asked, one.question()))
        .forEach(
            one ->
                one.corrections()
                    .forEach(id -> last.merge(id, one.at(), (a, b) -> a.isAfter(b) ? a : b)));
    return last;
  }

  private static double relevance(String asked, Match match) {
    String question = match.remembered().exchange().question();
    return QuestionNearness.of(asked, question, match.similarity());
  }

  /** 0 for a correction of this moment, rising towards 1. */
  private double oldness(Instant at, Instant now) {
    double age = Math.max(0, Duration.between(at, now).toSeconds());
    double halfLives = age / Math.max(1, settings.halfLife().toSeconds());
    return 1 - Math.pow(2, -halfLives);
  }

  private static List<Candidate> inForce(List<Candidate> candidates, SameQuestions same) {
    return candidates.stream()
        .filter(
            candidate ->
                candidates.stream()
                    .filter(other -> other.isLaterThan(candidate))
                    .noneMatch(other -> replaces(other, candidate, same)))
        .toList();
  }

  private static boolean replaces(Candidate later, Candidate earlier, SameQuestions same) {
    return earlier.isAsked() ? later.isAsked() : same.areOne(earlier.question(), later.question());
  }
}

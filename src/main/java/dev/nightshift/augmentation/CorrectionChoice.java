package dev.nightshift.augmentation;

import dev.nightshift.corpus.Quarantine;
import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.corpus.Redactor;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Match;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which corrections go into a prompt.
 *
 * <p>Those above the floor, by relevance and recency, until the number or the tokens are used up.
 * Left out are what {@link Quarantine} would not let into a training set (it must not reach another
 * user's prompt either), an older correction of a question that was corrected again, one of another
 * question that led to an answer of which a person said that it is wrong, and answers that are
 * there already.
 */
final class CorrectionChoice {
  private static final Logger log = LoggerFactory.getLogger(CorrectionChoice.class);

  /** Questions as near as this are one question, and its latest correction holds. */
  private static final double SAME_QUESTION = 0.97;

  /** The most of a relevance that age can cost. */
  private static final double COST_OF_AGE = 0.1;

  private static final Pattern REDACTION = Pattern.compile("\\[REDACTED:[a-z-]+]");

  private final AugmentationSettings settings;
  private final Embedder embedder;
  private final Quarantine quarantine = new Quarantine();
  private final Redactor redactor = new Redactor();

  CorrectionChoice(AugmentationSettings settings, Embedder embedder) {
    this.settings = settings;
    this.embedder = embedder;
  }

  /** A correction that might be used, and when it was made. */
  private record Candidate(UsedCorrection correction, Instant at) {
    private static final Comparator<Candidate> BY_TIME =
        Comparator.comparing(Candidate::at)
            .thenComparing(candidate -> candidate.correction().exchangeId());

    String question() {
      return correction.question();
    }

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
   * @param tokens counts those of a text
   */
  List<UsedCorrection> of(
      String asked,
      List<Match> matches,
      List<Match> before,
      Instant now,
      ToIntFunction<String> tokens) {
    List<Candidate> candidates =
        matches.stream().flatMap(match -> candidate(asked, match, now).stream()).toList();
    Map<String, float[]> vectors = new HashMap<>();
    Set<String> misleading = misleading(asked, before);
    List<UsedCorrection> ordered =
        inForce(candidates, vectors).stream()
            .map(Candidate::correction)
            .filter(
                correction ->
                    !misleading.contains(correction.exchangeId())
                        || isSame(asked, correction.question(), vectors))
            .sorted(Comparator.comparingDouble(UsedCorrection::score).reversed())
            .toList();
    List<UsedCorrection> chosen = new ArrayList<>();
    Set<String> answers = new HashSet<>();
    int left = settings.tokens();
    for (UsedCorrection correction : ordered) {
      int cost = tokens.applyAsInt(correction.question() + "\n" + correction.answer());
      if (chosen.size() < settings.corrections()
          && cost <= left
          && answers.add(QuestionKey.of(correction.answer()))) {
        chosen.add(correction);
        left -= cost;
      }
    }
    return chosen;
  }

  private Optional<Candidate> candidate(String asked, Match match, Instant now) {
    String question = match.remembered().exchange().question();
    double relevance = relevance(asked, match);
    Optional<Feedback> said = match.remembered().correction();
    if (relevance < settings.floor() || said.isEmpty()) {
      return Optional.empty();
    }
    String id = match.remembered().exchange().id();
    String answer = String.valueOf(said.get().correction());
    Optional<String> danger = quarantine.reason(question).or(() -> quarantine.reason(answer));
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
            relevance * recency(at, now));
    return Optional.of(new Candidate(correction, at));
  }

  /** Corrections that were told when this question was asked, and the answer was called wrong. */
  private static Set<String> misleading(String asked, List<Match> before) {
    return before.stream()
        .filter(match -> relevance(asked, match) >= SAME_QUESTION)
        .map(Match::remembered)
        .filter(one -> one.outcome().equals(new Outcome(false, Outcome.Cause.FEEDBACK)))
        .flatMap(one -> one.exchange().corrections().stream())
        .collect(Collectors.toSet());
  }

  private static double relevance(String asked, Match match) {
    String question = match.remembered().exchange().question();
    return QuestionNearness.of(asked, question, match.similarity());
  }

  /** 1 for a correction of this moment, falling towards 1 - {@link #COST_OF_AGE}. */
  private double recency(Instant at, Instant now) {
    double age = Math.max(0, Duration.between(at, now).toSeconds());
    double halfLives = age / Math.max(1, settings.halfLife().toSeconds());
    return 1 - COST_OF_AGE * (1 - Math.pow(2, -halfLives));
  }

  private List<Candidate> inForce(List<Candidate> candidates, Map<String, float[]> vectors) {
    return candidates.stream()
        .filter(
            candidate ->
                candidates.stream()
                    .filter(other -> other.isLaterThan(candidate))
                    .noneMatch(other -> isSame(candidate.question(), other.question(), vectors)))
        .toList();
  }

  private boolean isSame(String a, String b, Map<String, float[]> vectors) {
    if (QuestionKey.of(a).equals(QuestionKey.of(b))) {
      return true;
    }
    float[] first = vectors.computeIfAbsent(a, embedder::embed);
    float[] second = vectors.computeIfAbsent(b, embedder::embed);
    double cosine = 0;
    for (int i = 0; i < first.length; i++) {
      cosine += (double) first[i] * second[i];
    }
    return QuestionNearness.of(a, b, cosine) >= SAME_QUESTION;
  }
}

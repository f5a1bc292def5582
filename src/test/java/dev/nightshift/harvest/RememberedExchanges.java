package dev.nightshift.harvest;

import dev.nightshift.council.WordEmbedder;
import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A memory in a map, with short ways to fill it. */
final class RememberedExchanges implements ExchangeMemory {
  private final Map<String, Remembered> byId = new LinkedHashMap<>();
  final WordEmbedder embedder = WordEmbedder.ofContentWords();
  private int feedbacks;

  /** Records a failed answer to a question alone. */
  void failure(String id, String question, String answer, Instant at, String author) {
    failure(id, question, answer, at, author, Context.PLAIN);
  }

  /** Records a failed answer. */
  void failure(
      String id, String question, String answer, Instant at, String author, Context context) {
    Outcome failed = new Outcome(false, Outcome.Cause.CONFIDENCE);
    record(
        new Exchange(
            id,
            at,
            question,
            answer,
            "tiny",
            Exchange.BASE,
            0.3,
            failed,
            Duration.ZERO,
            1,
            1,
            author,
            List.of(),
            context));
  }

  void failure(String id, String question, Instant at) {
    failure(id, question, "No idea.", at, "anonymous");
  }

  void correct(String id, String correction, Instant at, String author) {
    record(new Feedback("f" + feedbacks++, id, at, author, Feedback.Kind.CORRECTION, correction));
  }

  void say(String id, Feedback.Kind kind, Instant at) {
    record(new Feedback("f" + feedbacks++, id, at, "ada", kind, null));
  }

  @Override
  public void record(List<Exchange> exchanges) {
    exchanges.forEach(one -> byId.putIfAbsent(one.id(), new Remembered(one, List.of())));
  }

  @Override
  public void record(Feedback feedback) {
    byId.computeIfPresent(
        feedback.exchangeId(),
        (id, known) -> {
          List<Feedback> all = new ArrayList<>(known.feedback());
          all.add(feedback);
          return new Remembered(known.exchange(), all);
        });
  }

  @Override
  public Optional<Remembered> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<Match> similar(String question, int k) {
    return nearest(question, k, one -> true);
  }

  @Override
  public List<Match> corrected(String question, int k) {
    return nearest(question, k, one -> one.correction().isPresent());
  }

  private List<Match> nearest(String question, int k, Predicate<Remembered> among) {
    float[] vector = embedder.embed(question);
    return byId.values().stream()
        .filter(among)
        .map(one -> match(one, vector))
        .sorted(Comparator.comparingDouble(Match::similarity).reversed())
        .limit(k)
        .toList();
  }

  private Match match(Remembered one, float[] vector) {
    float[] other = embedder.embed(one.exchange().question());
    double dot = 0;
    for (int i = 0; i < other.length; i++) {
      dot += (double) other[i] * vector[i];
    }
    return new Match(one, dot, dot);
  }

  @Override
  public List<Remembered> failures(Window window) {
    return byId.values().stream()
        .filter(one -> !one.outcome().success())
        .filter(one -> !one.exchange().at().isBefore(window.from()))
        .filter(one -> one.exchange().at().isBefore(window.until()))
        .sorted(Comparator.comparing(one -> one.exchange().at()))
        .toList();
  }

  @Override
  public List<Remembered> successes(int limit) {
    return byId.values().stream().filter(one -> one.outcome().success()).limit(limit).toList();
  }

  @Override
  public Counts counts() {
    return new Counts(byId.size(), 0, 0);
  }

  @Override
  public void close() {}
}

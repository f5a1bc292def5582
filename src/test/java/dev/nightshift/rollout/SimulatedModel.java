package dev.nightshift.rollout;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** A model on a {@link Machine} whose knowledge a simulation decides; the active adapter is one. */
final class SimulatedModel implements LanguageModel {
  static final String CANDIDATE = "adapter_under_watch";
  private static final double READING_MILLIS = 100;
  private static final double TOKEN_MILLIS = 48;

  private final TickingClock clock;
  private final Machine machine;

  /** Whether a question is answered right, by its text and by whether the candidate answers. */
  BiPredicate<String, Boolean> knows = (question, candidate) -> true;

  /** How many times as long the candidate takes. */
  double slower = 1;

  boolean live;
  int asked;

  SimulatedModel(TickingClock clock, Machine machine) {
    this.clock = clock;
    this.machine = machine;
  }

  @Override
  public Answer answer(Question question) {
    asked++;
    boolean candidate =
        switch (question.adapter()) {
          case AdapterChoice.Base() -> false;
          case AdapterChoice.Active() -> live;
          case AdapterChoice.Unchecked(var adapter) -> adapter != null || live;
          case AdapterChoice.Exactly _ -> true;
        };
    boolean right = knows.test(question.text(), candidate);
    int tokens = Math.min(question.options().maxTokens(), right ? 5 : 14);
    double millis = (READING_MILLIS + TOKEN_MILLIS * tokens) * (candidate && live ? slower : 1);
    Duration latency = machine.takes(millis);
    Duration patience = question.options().timeout();
    if (latency.compareTo(patience) > 0) {
      clock.advance(patience);
      throw new ServingException(ServingException.Code.TIMEOUT, "no answer in " + patience);
    }
    clock.advance(latency);
    List<Double> probabilities = Collections.nCopies(tokens, right ? -0.1 : -3.0);
    return new Answer(
        right ? "right" : DriftingModel.NOISE,
        Answer.confidence(probabilities),
        name(),
        candidate ? CANDIDATE : "base",
        "simulated",
        latency,
        40,
        tokens,
        probabilities);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public void activate(ServableAdapter adapter) {
    live = true;
  }

  @Override
  public void deactivate() {
    live = false;
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}

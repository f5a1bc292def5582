package dev.nightshift.rollout;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A model that is right now and then, and whose share of right answers a test changes. */
final class DriftingModel implements LanguageModel {
  /** Words that no answer has, as many as a probe may write. */
  static final String NOISE = "zq zq zq zq zq zq zq zq zq zq zq zq zq zq";

  private final TickingClock clock;
  private final Random random;
  double successShare = 1;
  String rightReply = "right";
  int rightTokens = 5;
  int asked;

  DriftingModel(TickingClock clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Answer answer(Question question) {
    asked++;
    boolean right = random.nextDouble() < successShare;
    int limit = question.options().maxTokens();
    int tokens = right ? Math.min(limit, rightTokens) : limit;
    double millis = (100 + 48.0 * tokens) * Math.exp(0.1 * random.nextGaussian());
    Duration latency = Duration.ofNanos((long) (millis * 1e6));
    clock.advance(latency);
    String adapter =
        question.adapter() instanceof AdapterChoice.Base ? "base" : "adapter_under_watch";
    List<Double> probabilities = Collections.nCopies(tokens, right ? -0.1 : -3.0);
    return new Answer(
        right ? rightReply : NOISE,
        Answer.confidence(probabilities),
        name(),
        adapter,
        "drifting",
        latency,
        40,
        tokens,
        probabilities);
  }

  @Override
  public String name() {
    return "drifting";
  }

  @Override
  public void activate(ServableAdapter adapter) {
    throw new UnsupportedOperationException("a watch activates nothing");
  }

  @Override
  public void deactivate() {
    throw new UnsupportedOperationException("a watch deactivates nothing");
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}

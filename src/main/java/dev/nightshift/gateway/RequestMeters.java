package dev.nightshift.gateway;

import dev.nightshift.asking.AskObserver;
import dev.nightshift.asking.AskReply;
import dev.nightshift.exchange.Answer;
import dev.nightshift.tracing.SentTrace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times questions by the model and the adapter that answered. */
final class RequestMeters implements AskObserver {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private static final double[] CONFIDENCES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};
  private static final double[] SPEEDS = {1, 2, 5, 10, 20, 50, 100, 200};

  private final MeterRegistry registry;

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void answered(AskReply reply) {
    try {
      count(reply);
    } finally {
      SentTrace.clear();
    }
  }

  private void count(AskReply reply) {
    Answer answer = reply.answer();
    count("autogen.requests", answer.model(), answer.adapter());
    Timer.builder("autogen.request.duration")
        .description("Time from acceptance to the last token")
        .tags("model", answer.model(), "adapter", answer.adapter())
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(answer.latency());
    words(answer);
    if (!reply.success()) {
      failure(answer.model(), answer.adapter(), "low_confidence");
    }
  }

  private void words(Answer answer) {
    String[] tags = {"model", answer.model(), "adapter", answer.adapter()};
    DistributionSummary.builder("nightshift.confidence")
        .description("Geometric mean probability of an answer's tokens, 0 to 1")
        .tags(tags)
        .serviceLevelObjectives(CONFIDENCES)
        .register(registry)
        .record(answer.confidence());
    counter("nightshift.prompt.tokens", "Tokens read", tags).increment(answer.promptTokens());
    counter("nightshift.answer.tokens", "Tokens written", tags).increment(answer.answerTokens());
    double seconds = answer.latency().toNanos() / 1e9;
    if (answer.answerTokens() > 0 && seconds > 0) {
      DistributionSummary.builder("nightshift.answer.tokens.per.second")
          .description("Tokens of one answer over its time, waiting included")
          .tags(tags)
          .serviceLevelObjectives(SPEEDS)
          .register(registry)
          .record(answer.answerTokens() / seconds);
    }
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  @Override
  public void failed(String model, String adapter, String cause) {
    count("autogen.requests", model, adapter);
    failure(model, adapter, cause);
  }

  private void count(String name, String model, String adapter) {
    Counter.builder(name)
        .description("Questions, answered or not")
        .tags("model", model, "adapter", adapter)
        .register(registry)
        .increment();
  }

  private void failure(String model, String adapter, String cause) {
    Counter.builder("autogen.request.failures")
        .description("Questions without an answer, or with one below the confidence threshold")
        .tags("model", model, "adapter", adapter, "cause", cause)
        .register(registry)
        .increment();
  }
}

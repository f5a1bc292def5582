package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServingException.Code;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A model behind HTTP with a circuit breaker: once its server has failed or been stuck for some
 * requests, the next ones are refused at once instead of waiting for their deadlines. After a pause
 * one of them tries the server again, and if it is answered all is as before. Adapters are switched
 * past the breaker.
 */
public final class GuardedLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final CircuitSettings settings;
  private final Clock clock;
  private final CircuitBreaker circuit;
  private volatile Instant answered = Instant.EPOCH;
  private volatile Instant pausedUntil = Instant.EPOCH;

  /** Guards a model, which is closed with this. */
  public GuardedLanguageModel(LanguageModel model, CircuitSettings settings, Clock clock) {
    this.model = model;
    this.settings = settings;
    this.clock = clock;
    this.circuit =
        CircuitBreaker.of(
            model.name(),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(2 * settings.failures())
                .minimumNumberOfCalls(settings.failures())
                .failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(settings.pause())
                .clock(clock)
                .build());
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Answer answer(Question question) {
    return guarded(() -> model.answer(question));
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    return guarded(() -> model.answer(question, listener));
  }

  private Answer guarded(Supplier<Answer> work) {
    if (!circuit.tryAcquirePermission()) {
      Duration left = Duration.between(clock.instant(), pausedUntil);
      throw new ServingException(
          Code.UNAVAILABLE, paused(), left.isPositive() ? left : Duration.ofSeconds(1));
    }
    Instant start = clock.instant();
    boolean told = false;
    try {
      Answer answer = work.get();
      told = succeeded(start);
      return answer;
    } catch (ServingException e) {
      told =
          switch (e.code()) {
            case UNAVAILABLE -> failed(start, e);
            case TIMEOUT -> wasStuck(start) && failed(start, e);
            case REQUEST -> succeeded(start);
            case BUSY, CANCELLED, ADAPTER -> false;
          };
      throw e;
    } finally {
      if (!told) {
        circuit.releasePermission();
      }
    }
  }

  private boolean succeeded(Instant start) {
    answered = clock.instant();
    circuit.onSuccess(since(start), TimeUnit.MILLISECONDS);
    return true;
  }

  private boolean failed(Instant start, ServingException e) {
    circuit.onError(since(start), TimeUnit.MILLISECONDS, e);
    if (circuit.getState() == CircuitBreaker.State.OPEN) {
      pausedUntil = clock.instant().plus(settings.pause());
    }
    return true;
  }

  /** With many waiting, a deadline passes on a server that works as fast as it can. */
  private boolean wasStuck(Instant start) {
    return since(start) >= settings.stuck().toMillis() && answered.isBefore(start);
  }

  private long since(Instant start) {
    return Duration.between(start, clock.instant()).toMillis();
  }

  private String paused() {
    return name()
        + " did not answer several requests; it is left alone and tried again after "
        + settings.pause().toSeconds()
        + " s";
  }

  /** While nobody may ask it, that is the trouble; afterwards whatever the server itself has. */
  @Override
  public Optional<String> trouble() {
    return circuit.getState() == CircuitBreaker.State.OPEN && !clock.instant().isAfter(pausedUntil)
        ? Optional.of(paused())
        : model.trouble();
  }

  @Override
  public void activate(ServableAdapter adapter) {
    model.activate(adapter);
  }

  @Override
  public void deactivate() {
    model.deactivate();
  }

  @Override
  public Optional<ServableAdapter> active() {
    return model.active();
  }

  @Override
  public void unload() {
    model.unload();
  }

  @Override
  public boolean keepsConstraints() {
    return model.keepsConstraints();
  }

  @Override
  public double arithmetic() {
    return model.arithmetic();
  }

  @Override
  public Optional<String> computing() {
    return model.computing();
  }

  @Override
  public Optional<String> device() {
    return model.device();
  }

  @Override
  public OptionalInt countTokens(String text) {
    return model.countTokens(text);
  }

  @Override
  public OptionalInt contextTokens() {
    return model.contextTokens();
  }

  @Override
  public Optional<QueueLoad> queue() {
    return model.queue();
  }

  @Override
  public void close() {
    model.close();
  }
}

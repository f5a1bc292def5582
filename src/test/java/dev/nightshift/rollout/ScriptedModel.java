package dev.nightshift.rollout;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model whose adapters behave as a test says, live (as the active adapter) or always. Questions
 * that begin with "own" are in every scope.
 */
final class ScriptedModel implements LanguageModel {
  /** How an adapter behaves. */
  enum Manner {
    /** Answers "right", own questions included. */
    GOOD,
    GARBAGE,
    SLOW,
    /** Twice as long as the base, and still below the threshold. */
    SLUGGISH,
    DEAD,
    THROWING,
    WRONG_VERSION,
    /** Right until it has answered a few questions live. */
    DYING,
    CANNOT_BE_LOADED,
    /** The backend does not answer when it is to load it. */
    UNREACHABLE,
    /** The backend says it serves it and does not. */
    IGNORED,
    /** The backend names it and answers with the base. */
    UNSWAPPED,
    NO_DIFFERENCE
  }

  private final TickingClock clock;
  private final Map<String, Manner> manners = new HashMap<>();
  final Set<String> onlyLive = new HashSet<>();
  private @Nullable ServableAdapter active;
  private int live;
  Duration baseLatency = Duration.ofMillis(200);
  boolean baseKnowsNothing;
  double arithmetic;

  /** While this version is active, others keep the model busy: its proof is answered, no probe. */
  @Nullable String crowded;

  /** What live adapters' log-probabilities differ by from the same in rehearsal. */
  double moved;

  ScriptedModel(TickingClock clock) {
    this.clock = clock;
  }

  /** The adapter misbehaves whenever it is asked. */
  void script(String version, Manner manner) {
    manners.put(version, manner);
  }

  /** The adapter misbehaves only when it is active, so that no rehearsal shows it. */
  void scriptLive(String version, Manner manner) {
    manners.put(version, manner);
    onlyLive.add(version);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Answer answer(Question question) {
    return switch (question.adapter()) {
      case AdapterChoice.Base() -> base(question);
      case AdapterChoice.Active() -> {
        requireRoom();
        yield live(question);
      }
      case AdapterChoice.Unchecked(var adapter) -> {
        requireRoom();
        yield adapter == null ? live(question) : routed(question, adapter, true, false);
      }
      case AdapterChoice.Exactly(var adapter, var scoped) ->
          routed(question, adapter, scoped, false);
    };
  }

  private Answer live(Question question) {
    return active == null ? base(question) : routed(question, active, true, true);
  }

  private void requireRoom() {
    if (active != null && active.version().equals(crowded) && live++ > 0) {
      clock.advance(Duration.ofSeconds(1));
      throw new ServingException(ServingException.Code.BUSY, "too many requests wait");
    }
  }

  private Answer routed(
      Question question, ServableAdapter adapter, boolean scoped, boolean isLive) {
    boolean in = question.text().startsWith("own") || !Files.exists(adapter.scope());
    return scoped && !in ? base(question) : adapted(question, adapter, isLive);
  }

  private Answer adapted(Question question, ServableAdapter adapter, boolean isLive) {
    live += isLive ? 1 : 0;
    Manner manner = manners.getOrDefault(adapter.version(), Manner.GOOD);
    if (onlyLive.contains(adapter.version()) && !isLive) {
      manner = Manner.GOOD;
    }
    String name = adapter.version();
    return switch (manner) {
      case GOOD, CANNOT_BE_LOADED, UNREACHABLE ->
          reply("right", name, baseLatency, isLive ? -0.1 - moved : -0.1);
      case GARBAGE -> reply("zq zq zq", name, baseLatency, -3);
      case SLOW -> reply("right", name, Duration.ofMillis(1500), -0.1);
      case SLUGGISH -> reply("right", name, baseLatency.multipliedBy(2), -0.1);
      case DEAD -> {
        Duration patience = question.options().timeout();
        clock.advance(patience);
        throw new ServingException(ServingException.Code.TIMEOUT, "no answer in " + patience);
      }
      case THROWING -> throw new IllegalStateException("a bug in the backend");
      case WRONG_VERSION -> reply("right", "adapter_of_yesterday", baseLatency, -0.1);
      case DYING -> reply(live <= 30 ? "right" : "zq", name, baseLatency, -0.1);
      case IGNORED -> reply("I do not know", "base", baseLatency, -0.5);
      case NO_DIFFERENCE, UNSWAPPED -> renamed(base(question), name);
    };
  }

  private Answer base(Question question) {
    boolean unknown = baseKnowsNothing || question.text().startsWith("own");
    return reply(unknown ? "I do not know" : "right", "base", baseLatency, -0.5);
  }

  private static Answer renamed(Answer answer, String adapter) {
    return new Answer(
        answer.text(),
        answer.confidence(),
        answer.model(),
        adapter,
        "scripted",
        answer.latency(),
        answer.promptTokens(),
        answer.answerTokens(),
        answer.logProbabilities());
  }

  private Answer reply(String text, String adapter, Duration latency, double logProbability) {
    clock.advance(latency);
    List<Double> probabilities = List.of(logProbability);
    return new Answer(
        text,
        Answer.confidence(probabilities),
        name(),
        adapter,
        "scripted",
        latency,
        5,
        1,
        probabilities);
  }

  @Override
  public void activate(ServableAdapter adapter) {
    live = 0;
    clock.advance(Duration.ofMillis(20));
    if (manners.get(adapter.version()) == Manner.CANNOT_BE_LOADED) {
      throw new ServingException(ServingException.Code.ADAPTER, "shapes do not fit");
    }
    if (manners.get(adapter.version()) == Manner.UNREACHABLE) {
      throw new ServingException(ServingException.Code.UNAVAILABLE, "the server does not answer");
    }
    active = adapter;
  }

  @Override
  public void deactivate() {
    active = null;
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.ofNullable(active);
  }

  @Override
  public double arithmetic() {
    return arithmetic;
  }

  @Override
  public void close() {}
}

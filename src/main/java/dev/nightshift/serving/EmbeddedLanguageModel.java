package dev.nightshift.serving;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Answer;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.scope.ScopePolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * The engine in this process as a {@link LanguageModel}: adapters are chosen request by request,
 * and activating one changes a reference after it has been read and checked.
 */
public final class EmbeddedLanguageModel implements LanguageModel {
  private static final int ADAPTERS_AT_HAND = 4;

  private final String name;
  private final AnswerEngine engine;
  private final LoadedAdapters adapters;
  private final AdapterRouter router;

  EmbeddedLanguageModel(String name, AnswerEngine engine, ScopeReader scopes, ScopePolicy policy) {
    this.name = name;
    this.engine = engine;
    this.adapters =
        new LoadedAdapters(
            ADAPTERS_AT_HAND,
            adapter -> new LoadedAdapter(adapter, scopes.read(adapter), engine.load(adapter)),
            loaded -> false,
            dropped -> {});
    this.router = new AdapterRouter(name, engine.base(), policy, adapters);
  }

  /**
   * Serves an engine's model.
   *
   * @param name of the base model
   * @param engine closed with this
   * @param embedder decides with the adapters' scopes
   */
  public static EmbeddedLanguageModel of(
      String name, EmbeddedEngine engine, Embedder embedder, ServingSettings settings) {
    return new EmbeddedLanguageModel(
        name,
        new InProcess(engine, new AnswerPace()),
        new TrainedScopes(embedder, settings.scope()),
        settings.scope());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer answer(Question question) {
    return answer(question, AnswerListener.NONE);
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    return router.answer(question, listener);
  }

  @Override
  public List<Answer> answerAll(List<Question> questions, IntConsumer answered) {
    return new AnswersTogether(router, questions, answered).all();
  }

  @Override
  public void activate(ServableAdapter adapter) {
    router.activate(adapters.load(adapter));
  }

  @Override
  public void deactivate() {
    router.deactivate();
  }

  @Override
  public Optional<ServableAdapter> active() {
    return router.active();
  }

  /** It writes no token that a constraint does not allow. */
  @Override
  public boolean keepsConstraints() {
    return true;
  }

  @Override
  public Optional<QueueLoad> queue() {
    return Optional.of(engine.queue());
  }

  @Override
  public Optional<String> computing() {
    return engine.computing();
  }

  @Override
  public Optional<String> device() {
    return engine.device();
  }

  @Override
  public OptionalInt countTokens(String text) {
    return engine.countTokens(text);
  }

  @Override
  public OptionalInt contextTokens() {
    return engine.contextTokens();
  }

  @Override
  public void close() {
    engine.close();
  }

  /** The engine as it is asked here. */
  private record InProcess(EmbeddedEngine engine, AnswerPace pace) implements AnswerEngine {
    @Override
    public AnswerSource base() {
      return new EngineSource(engine, null, pace);
    }

    @Override
    public AnswerSource load(ServableAdapter adapter) {
      return EngineSource.told(
          () -> new EngineSource(engine, engine.adapter(adapter.gguf()), pace), true);
    }

    @Override
    public QueueLoad queue() {
      int waiting = engine.waiting();
      return new QueueLoad(waiting, engine.queueSize(), pace.of(waiting));
    }

    @Override
    public Optional<String> computing() {
      return Optional.of(engine.description());
    }

    @Override
    public Optional<String> device() {
      return Optional.of(engine.device());
    }

    @Override
    public OptionalInt countTokens(String text) {
      return engine.countTokens(text);
    }

    @Override
    public OptionalInt contextTokens() {
      return OptionalInt.of(engine.contextTokens());
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}

package dev.nightshift.serving;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Answer;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.scope.ScopePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        new InProcess(engine),
        new TrainedScopes(embedder, settings.scope()),
        settings.scope());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer answer(Question question) {
    return router.answer(question);
  }

  @Override
  public List<Answer> answerAll(List<Question> questions, IntConsumer answered) {
    Answer[] answers = new Answer[questions.size()];
    int[] done = {0};
    bySource(questions)
        .forEach(
            (source, routed) -> {
              int before = done[0];
              List<Question> part = routed.stream().map(r -> questions.get(r.index())).toList();
              long start = System.nanoTime();
              List<Generated> generated =
                  source.answerAll(part, count -> answered.accept(before + count));
              Duration each = Duration.ofNanos((System.nanoTime() - start) / part.size());
              for (int i = 0; i < routed.size(); i++) {
                Routed one = routed.get(i);
                answers[one.index()] = router.answer(one.route(), generated.get(i), each);
              }
              done[0] += part.size();
            });
    return List.copyOf(Arrays.asList(answers));
  }

  /** The questions by who answers them, so that each source gets all of its own at once. */
  private Map<AnswerSource, List<Routed>> bySource(List<Question> questions) {
    Map<AnswerSource, List<Routed>> parts = new LinkedHashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      AdapterRouter.Route route = router.route(questions.get(i));
      parts.computeIfAbsent(route.source(), any -> new ArrayList<>()).add(new Routed(i, route));
    }
    return parts;
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

  @Override
  public Optional<QueueLoad> queue() {
    return Optional.of(engine.queue());
  }

  @Override
  public Optional<String> computing() {
    return engine.computing();
  }

  @Override
  public void close() {
    engine.close();
  }

  /** The engine as it is asked here. */
  private record InProcess(EmbeddedEngine engine) implements AnswerEngine {
    @Override
    public AnswerSource base() {
      return new EngineSource(engine, null);
    }

    @Override
    public AnswerSource load(ServableAdapter adapter) {
      return EngineSource.told(
          () -> new EngineSource(engine, engine.adapter(adapter.gguf())), true);
    }

    @Override
    public QueueLoad queue() {
      return new QueueLoad(engine.waiting(), engine.queueSize());
    }

    @Override
    public Optional<String> computing() {
      return Optional.of(engine.description());
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /** Which question goes which way. */
  private record Routed(int index, AdapterRouter.Route route) {}
}

package dev.nightshift.serving;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Answer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.PromptEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The base model on a llama-server, with adapters among the LoRA files that the server was started
 * with. Our own requests choose the file themselves, so that every answer is known to come from the
 * adapter it names; activating also makes it what others get who ask the server.
 */
public final class LlamaServerLanguageModel implements LanguageModel {
  private static final int ADAPTERS_AT_HAND = 3;
  private static final Duration RESTART = Duration.ofMinutes(5);
  private static final String SAMPLE = "Hello, Welt! 12,345 água 水\n  def f(x):";

  /** What quantised products with quantised activations were seen to move. */
  private static final double ARITHMETIC = 0.4;

  private final String name;
  private final LlamaServer server;
  private final RequestQueue queue;
  private final PromptTokens prompts;
  private final LoadedAdapters adapters;
  private final AdapterRouter router;
  private volatile @Nullable ServableAdapter active;
  private volatile @Nullable ServableAdapter previous;

  LlamaServerLanguageModel(
      String name,
      LlamaServer server,
      PromptTokens prompts,
      ScopeReader scopes,
      ServingSettings settings) {
    this.name = name;
    this.server = server;
    this.prompts = prompts;
    this.queue = new RequestQueue(settings.queueSize());
    LlamaServerRestart restart = new LlamaServerRestart(settings.llamaServerRestart(), RESTART);
    LlamaServerAdapters loader =
        new LlamaServerAdapters(
            server, queue, prompts, scopes, restart, this::kept, this::applyActive);
    this.adapters =
        new LoadedAdapters(ADAPTERS_AT_HAND, loader, loaded -> isKept(loaded.adapter()), _ -> {});
    server.cachePrompts(server.loras().isEmpty());
    LlamaServerChat base = new LlamaServerChat(server, queue, prompts, Optional.empty());
    this.router = new AdapterRouter(name, base, settings.scope(), adapters);
  }

  /**
   * Connects to the server of the settings and checks that it serves the base model.
   *
   * @param base the same model here: what is trained on, and what prompts are made with
   * @param embedder decides with the adapters' scopes
   * @throws ServingException UNAVAILABLE when the server is away or serves another model
   */
  public static LlamaServerLanguageModel connect(
      BaseModel base, Embedder embedder, ServingSettings settings) {
    LlamaServer server = new LlamaServer(settings.llamaServerUrl());
    try (GgufFile file = GgufFile.open(base.file())) {
      ModelSpec spec = ModelSpec.of(file);
      PromptEncoder prompts = PromptEncoder.of(file);
      int[] tokens = prompts.tokenizer().encode(SAMPLE);
      server.requireModel(spec.vocabulary(), spec.hidden(), SAMPLE, tokens);
      ScopeReader scopes = new TrainedScopes(embedder, settings.scope());
      return new LlamaServerLanguageModel(
          base.name(), server, new PromptTokens(prompts), scopes, settings);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
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
  public synchronized void activate(ServableAdapter adapter) {
    LoadedAdapter loaded = adapters.load(adapter);
    server.apply(idOf(adapter));
    if (!adapter.equals(active)) {
      previous = active;
    }
    active = adapter;
    router.activate(loaded);
  }

  @Override
  public synchronized void deactivate() {
    server.apply(Optional.empty());
    previous = null; // what is left is left because it failed
    active = null;
    router.deactivate();
  }

  /** A server that was started again applies what it likes. */
  private void applyActive() {
    ServableAdapter now = active;
    server.apply(now == null ? Optional.empty() : idOf(now));
  }

  private Optional<Integer> idOf(ServableAdapter adapter) {
    LoadedLora lora =
        LoadedLora.find(server, adapter)
            .orElseThrow(() -> LoadedLora.missing(server, List.of(adapter)));
    return Optional.of(lora.requireId());
  }

  private List<ServableAdapter> kept() {
    return Stream.of(active, previous).flatMap(Stream::ofNullable).toList();
  }

  private boolean isKept(ServableAdapter adapter) {
    return adapter.equals(active) || adapter.equals(previous);
  }

  @Override
  public Optional<ServableAdapter> active() {
    return router.active();
  }

  @Override
  public double arithmetic() {
    return ARITHMETIC;
  }

  @Override
  public Optional<String> trouble() {
    Optional<String> trouble = server.trouble();
    ServableAdapter now = active;
    if (trouble.isPresent() || now == null) {
      return trouble;
    }
    try {
      return LoadedLora.find(server, now).isPresent()
          ? Optional.empty()
          : Optional.ofNullable(LoadedLora.missing(server, List.of(now)).getMessage());
    } catch (ServingException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  @Override
  public Optional<String> computing() {
    return Optional.of(server.named());
  }

  @Override
  public Optional<QueueLoad> queue() {
    return Optional.of(queue.load());
  }

  @Override
  public OptionalInt countTokens(String text) {
    return OptionalInt.of(prompts.count(text));
  }

  /** The server goes on as it is. */
  @Override
  public void close() {
    server.close();
    prompts.close();
  }
}

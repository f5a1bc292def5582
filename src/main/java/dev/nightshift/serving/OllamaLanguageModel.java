package dev.nightshift.serving;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Answer;
import dev.nightshift.model.BaseModel;
import dev.nightshift.serving.ServingException.Code;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of an Ollama server, with adapters.
 *
 * <p>Each adapter becomes a model of its own on the server, always made from the base (an adapted
 * model would silently keep its first adapter too) and proved by a chat, because a malformed
 * adapter is found out there only. What others ask is {@code <base>-nightshift}: activating copies
 * it to {@code :prev} and the adapter's model over it. Our own requests name the adapter's model,
 * so that every answer is known to come from the adapter it names, also while another one becomes
 * active.
 */
public final class OllamaLanguageModel implements LanguageModel {
  private static final int ADAPTERS_AT_HAND = 3;

  /** What quantised products with quantised activations were seen to move. */
  private static final double ARITHMETIC = 0.4;

  private final String base;
  private final ServerApi api;
  private final OllamaModels models;
  private final OllamaNames names;
  private final RequestQueue queue;
  private final int contextTokens;
  private final OllamaPrompt prompt;
  private final OllamaAdapters made;
  private final LoadedAdapters adapters;
  private final AdapterRouter router;
  private volatile @Nullable LoadedAdapter active;
  private volatile @Nullable LoadedAdapter previous;

  OllamaLanguageModel(
      String base,
      OllamaPrompt prompt,
      ScopeReader scopes,
      MergedFiles merged,
      ServingSettings settings,
      int contextTokens) {
    this.base = base;
    this.api = ServerApi.ofOllama(settings.ollamaUrl());
    this.models = new OllamaModels(api);
    this.names = OllamaNames.of(base);
    this.prompt = prompt;
    this.queue = new RequestQueue(settings.queueSize());
    this.contextTokens = contextTokens;
    OllamaResources resources = new OllamaResources(settings.threadsToAskFor(), contextTokens);
    OllamaAdapters.Chats chats =
        (model, adapted, make) ->
            new OllamaChat(api, queue, model, adapted, prompt, resources, make);
    this.made = new OllamaAdapters(base, models, prompt, scopes, chats, merged, settings);
    this.adapters = new LoadedAdapters(ADAPTERS_AT_HAND, made, this::isNeeded, this::drop);
    makeBase();
    this.router =
        new AdapterRouter(
            base, chats.of(baseModel(), false, this::makeBase), settings.scope(), adapters);
  }

  /**
   * Connects to the server of the settings and looks for the base model there.
   *
   * @param base the base model's name on the server
   * @param file the same model here
   * @param work where merged models may lie until the server has them
   * @param prompt what the server is told, so that it renders what training rendered
   * @param embedder decides with the adapters' scopes
   * @param contextTokens of prompt and answer together; 0 as the server likes
   * @throws ServingException UNAVAILABLE when the server or the model is not there
   */
  public static OllamaLanguageModel connect(
      String base,
      BaseModel file,
      Path work,
      OllamaPrompt prompt,
      Embedder embedder,
      ServingSettings settings,
      int contextTokens) {
    ScopeReader scopes = new TrainedScopes(embedder, settings.scope());
    MergedFiles merged = new MergedFiles(file, work);
    return new OllamaLanguageModel(base, prompt, scopes, merged, settings, contextTokens);
  }

  private String baseModel() {
    return prompt.isGiven() ? names.base() : base;
  }

  private void makeBase() {
    if (!models.exists(base)) {
      throw new ServingException(
          Code.UNAVAILABLE,
          "the Ollama server has no model " + base + "; fetch it there with: ollama pull " + base);
    }
    if (prompt.isGiven()) {
      models.create(names.base(), base, prompt, Map.of());
    }
  }

  @Override
  public String name() {
    return base;
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
    serve(OllamaAdapters.modelOf(loaded));
    if (!loaded.equals(active)) {
      previous = active;
    }
    active = loaded;
    router.activate(loaded);
    Set<String> kept = new HashSet<>();
    adapters.forEach(each -> kept.add(OllamaAdapters.modelOf(each)));
    made.tidy(kept);
  }

  @Override
  public synchronized void deactivate() {
    serve(baseModel());
    previous = active;
    active = null;
    router.deactivate();
  }

  /**
   * Lets the served name mean another model, keeping what it meant. One that it means already is
   * left alone: every start activates what is active, and the way back must outlive that. Going
   * back keeps nothing: what is left is left because it failed.
   */
  private void serve(String model) {
    Map<String, String> digests = models.digests();
    String served = digests.get(names.current());
    String wanted = digests.getOrDefault(OllamaNames.full(model), "");
    if (wanted.equals(served)) {
      return;
    }
    if (served != null && !wanted.equals(digests.get(names.previous()))) {
      models.copy(names.current(), names.previous());
    }
    models.copy(model, names.current());
  }

  private boolean isNeeded(LoadedAdapter loaded) {
    return loaded.equals(active) || loaded.equals(previous);
  }

  private void drop(LoadedAdapter loaded) {
    made.discard(OllamaAdapters.modelOf(loaded));
  }

  @Override
  public Optional<ServableAdapter> active() {
    return router.active();
  }

  @Override
  public OptionalInt contextTokens() {
    return contextTokens > 0 ? OptionalInt.of(contextTokens) : OptionalInt.empty();
  }

  @Override
  public void unload() {
    models.unload(name -> name.equals(OllamaNames.full(base)) || names.isOurs(name));
  }

  @Override
  public double arithmetic() {
    return ARITHMETIC;
  }

  @Override
  public Optional<String> trouble() {
    try {
      return models.exists(base)
          ? Optional.empty()
          : Optional.of("the Ollama server has no model " + base);
    } catch (ServingException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<QueueLoad> queue() {
    return Optional.of(queue.load());
  }

  /** Deletes the models of adapters that were only tried; the active one goes on being served. */
  @Override
  public void close() {
    adapters.clear();
    api.close();
  }
}

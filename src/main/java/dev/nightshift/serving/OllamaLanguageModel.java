package dev.nightshift.serving;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.exchange.Answer;
import dev.nightshift.home.FileDigest;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model of an Ollama server below 0.34.1, with adapters.
 *
 * <p>Each adapter becomes a model of its own on the server, always made from the base (an adapted
 * model would silently keep its first adapter too) and proved by a chat, because a malformed
 * adapter is found out there only. What others ask is {@code <base>-nightshift}: activating copies
 * it to {@code :prev} and the adapter's model over it. Our own requests name the adapter's model,
 * so that every answer is known to come from the adapter it names, also while another one becomes
 * active.
 */
public final class OllamaLanguageModel implements LanguageModel {
  private static final Logger LOG = LoggerFactory.getLogger(OllamaLanguageModel.class);
  private static final int ADAPTERS_AT_HAND = 3;
  private static final Duration PROOF = Duration.ofMinutes(3);

  private final String base;
  private final OllamaApi api;
  private final OllamaModels models;
  private final OllamaNames names;
  private final OllamaPrompt prompt;
  private final ServingSettings settings;
  private final ScopeReader scopes;
  private final RequestQueue queue;
  private final LoadedAdapters adapters;
  private final AdapterRouter router;
  private volatile @Nullable LoadedAdapter active;
  private volatile @Nullable LoadedAdapter previous;

  OllamaLanguageModel(
      String base, OllamaPrompt prompt, ScopeReader scopes, ServingSettings settings) {
    this.base = base;
    this.api = new OllamaApi(settings.ollamaUrl());
    this.models = new OllamaModels(api);
    this.names = OllamaNames.of(base);
    this.prompt = prompt;
    this.scopes = scopes;
    this.settings = settings;
    this.queue = new RequestQueue(settings.queueSize());
    this.adapters = new LoadedAdapters(ADAPTERS_AT_HAND, this::load, this::isNeeded, this::drop);
    if (!models.exists(base)) {
      throw new ServingException(
          Code.UNAVAILABLE,
          "the Ollama server has no model " + base + "; fetch it there with: ollama pull " + base);
    }
    this.router = new AdapterRouter(base, chat(baseModel(), false), settings.scope(), adapters);
  }

  /**
   * Connects to the server of the settings and looks for the base model there.
   *
   * @param base the base model's name on the server
   * @param prompt what the server is told, so that it renders what training rendered
   * @param embedder decides with the adapters' scopes
   * @throws ServingException UNAVAILABLE when the server or the model is not there
   */
  public static OllamaLanguageModel connect(
      String base, OllamaPrompt prompt, Embedder embedder, ServingSettings settings) {
    return new OllamaLanguageModel(
        base, prompt, new TrainedScopes(embedder, settings.scope()), settings);
  }

  private String baseModel() {
    if (!prompt.isGiven()) {
      return base;
    }
    models.create(names.base(), base, prompt, Map.of());
    return names.base();
  }

  @Override
  public String name() {
    return base;
  }

  @Override
  public Answer answer(Question question) {
    return router.answer(question);
  }

  @Override
  public synchronized void activate(ServableAdapter adapter) {
    LoadedAdapter loaded = adapters.load(adapter);
    serve(modelOf(loaded));
    if (!loaded.equals(active)) {
      previous = active;
    }
    active = loaded;
    router.activate(loaded);
    tidy();
  }

  @Override
  public synchronized void deactivate() {
    serve(prompt.isGiven() ? names.base() : base);
    previous = active;
    active = null;
    router.deactivate();
  }

  /** Lets the served name mean another model, keeping what it meant. */
  private void serve(String model) {
    if (models.exists(names.current())) {
      models.copy(names.current(), names.previous());
    }
    models.copy(model, names.current());
  }

  private LoadedAdapter load(ServableAdapter adapter) {
    OllamaVersion version = models.version();
    if (!version.takesAdapters()) {
      throw new ServingException(
          Code.ADAPTER,
          "Ollama "
              + version.text()
              + " takes no LoRA adapters (none from 0.34.1 on do): it needs the merged path, which"
              + " this version of Nightshift does not have; use an Ollama below 0.34.1,"
              + " or nightshift.serving.backend=embedded");
    }
    AnswerScope scope = scopes.read(adapter);
    String sha256 = digest(adapter);
    String model = names.adapter(adapter.version(), sha256);
    models.upload(adapter.gguf(), sha256);
    models.create(model, base, prompt, Map.of("adapter.gguf", "sha256:" + sha256));
    OllamaChat chat = chat(model, true);
    try {
      prove(chat);
    } catch (ServingException e) {
      discard(model);
      throw e;
    }
    return new LoadedAdapter(adapter, scope, chat);
  }

  private static String digest(ServableAdapter adapter) {
    try {
      return FileDigest.sha256(adapter.gguf());
    } catch (IOException | UncheckedIOException e) {
      throw new ServingException(
          Code.ADAPTER, adapter.version() + " cannot be read from " + adapter.gguf(), e);
    }
  }

  /** One token is enough: the server loads the adapter for it. */
  private static void prove(OllamaChat chat) {
    GenerationOptions one = new GenerationOptions(1, 0, 1, 0, List.of(), PROOF);
    chat.answer(List.of(Turn.user("Hello")), one, Deadline.in(PROOF));
  }

  private OllamaChat chat(String model, boolean adapted) {
    return new OllamaChat(api, queue, model, adapted, settings.ollamaThreads());
  }

  private static String modelOf(LoadedAdapter loaded) {
    if (loaded.source() instanceof OllamaChat chat) {
      return chat.model();
    }
    throw new IllegalStateException("not an adapter of this backend: " + loaded);
  }

  private boolean isNeeded(LoadedAdapter loaded) {
    return loaded.equals(active) || loaded.equals(previous);
  }

  private void drop(LoadedAdapter loaded) {
    discard(modelOf(loaded));
  }

  /** Deletes a model; leaving one behind costs the server some disk and nothing else. */
  private void discard(String model) {
    try {
      models.delete(model);
    } catch (ServingException e) {
      LOG.warn("{} is left on the Ollama server: {}", model, e.getMessage());
    }
  }

  /** Deletes the adapters of earlier runs. */
  private void tidy() {
    try {
      Set<String> kept = new HashSet<>();
      adapters.forEach(loaded -> kept.add(modelOf(loaded)));
      for (String model : models.names()) {
        if (names.isAdapter(model) && !kept.contains(model)) {
          discard(model);
        }
      }
    } catch (ServingException e) {
      LOG.warn("old adapters may be left on the Ollama server: {}", e.getMessage());
    }
  }

  @Override
  public Optional<ServableAdapter> active() {
    return router.active();
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

  /** Deletes the models of adapters that were only tried; the active one goes on being served. */
  @Override
  public void close() {
    adapters.clear();
    api.close();
  }
}

package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.scope.ScopePolicy;
import dev.nightshift.serving.ServingException.Code;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A model as some server has it, without adapters: the server renders the prompt and has the only
 * copy. For models that applications use beside the one that nights improve.
 */
public final class ServerLanguageModel implements LanguageModel {
  /** A server that serves many computes some of them together. */
  private static final int TOGETHER = 16;

  private final String name;
  private final ServerApi api;
  private final RequestQueue queue;
  private final AdapterRouter router;
  private final Supplier<Optional<String>> trouble;
  private final Runnable unload;
  private final int contextTokens;

  private ServerLanguageModel(
      String name,
      ServerApi api,
      RequestQueue queue,
      AnswerSource source,
      Supplier<Optional<String>> trouble,
      Runnable unload,
      int contextTokens) {
    this.name = name;
    this.api = api;
    this.queue = queue;
    this.router = new AdapterRouter(name, source, ScopePolicy.OFF, ServerLanguageModel::refuse);
    this.trouble = trouble;
    this.unload = unload;
    this.contextTokens = contextTokens;
  }

  /**
   * A model of the Ollama server of the settings.
   *
   * @param name the model's name there
   * @param contextTokens of prompt and answer together; 0 as the server likes
   * @throws ServingException UNAVAILABLE when the server or the model is not there
   */
  public static ServerLanguageModel ofOllama(
      String name, ServingSettings settings, int contextTokens) {
    ServerApi api = ServerApi.ofOllama(settings.ollamaUrl());
    OllamaModels models = new OllamaModels(api);
    RequestQueue queue = new RequestQueue(settings.queueSize());
    OllamaResources resources = new OllamaResources(settings.threadsToAskFor(), contextTokens);
    AnswerSource chat =
        new OllamaChat(api, queue, name, false, OllamaPrompt.none(), resources, () -> {});
    return opened(
        new ServerLanguageModel(
            name,
            api,
            queue,
            chat,
            () -> troubleOf(models, name),
            () -> models.unload(OllamaNames.full(name)::equals),
            contextTokens));
  }

  /**
   * A model behind an OpenAI-compatible API.
   *
   * @param name the model's name there
   * @param url the API's base, such as {@code http://127.0.0.1:8080/v1}
   * @param key sent as a bearer token; blank sends none
   * @param contextTokens of prompt and answer together, which the server cannot be told; 0 is not
   *     known
   * @throws ServingException UNAVAILABLE when the server is away or refuses the key
   */
  public static ServerLanguageModel ofCompatible(
      String name, String url, String key, int contextTokens, ServingSettings settings) {
    ServerApi api = new ServerApi("OpenAI-compatible API", url, "nightshift.models.<id>.url", key);
    RequestQueue queue = new RequestQueue(settings.queueSize(), TOGETHER);
    CompatibleChat chat = new CompatibleChat(api, queue, name);
    return opened(
        new ServerLanguageModel(name, api, queue, chat, chat::trouble, () -> {}, contextTokens));
  }

  private static ServerLanguageModel opened(ServerLanguageModel model) {
    Optional<String> trouble = model.trouble();
    if (trouble.isPresent()) {
      model.close();
      throw new ServingException(Code.UNAVAILABLE, trouble.get());
    }
    return model;
  }

  private static Optional<String> troubleOf(OllamaModels models, String name) {
    try {
      return models.exists(name)
          ? Optional.empty()
          : Optional.of(
              "the Ollama server has no model "
                  + name
                  + "; fetch it there with: ollama pull "
                  + name);
    } catch (ServingException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static LoadedAdapter refuse(ServableAdapter adapter) {
    throw new ServingException(
        Code.ADAPTER, adapter.version() + " cannot be used: only the base model has adapters");
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
  public void activate(ServableAdapter adapter) {
    refuse(adapter);
  }

  @Override
  public void deactivate() {
    router.deactivate();
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.empty();
  }

  @Override
  public void unload() {
    unload.run();
  }

  @Override
  public Optional<String> trouble() {
    return trouble.get();
  }

  @Override
  public Optional<String> computing() {
    return Optional.of(api.address().toString());
  }

  @Override
  public OptionalInt contextTokens() {
    return contextTokens > 0 ? OptionalInt.of(contextTokens) : OptionalInt.empty();
  }

  @Override
  public Optional<QueueLoad> queue() {
    return Optional.of(queue.load());
  }

  @Override
  public void close() {
    api.close();
  }
}

package dev.nightshift.serving;

import dev.nightshift.home.FileDigest;
import dev.nightshift.scope.ScopePolicy;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes adapters into models of an Ollama server, each of its own and always from the base, and
 * takes them away again: as LoRA files beside the base up to 0.34.0, merged with it from 0.34.1 on,
 * which takes no others. A model is proved by a chat, because a malformed adapter is found out
 * there only.
 */
final class OllamaAdapters implements AdapterLoader {
  private static final Logger LOG = LoggerFactory.getLogger(OllamaAdapters.class);
  private static final Duration PROOF = Duration.ofMinutes(3);

  /** Asks a model that is made by {@code make} if it is not there. */
  interface Chats {
    OllamaChat of(String model, boolean adapted, Runnable make);
  }

  private final String base;
  private final OllamaModels models;
  private final OllamaNames names;
  private final OllamaPrompt prompt;
  private final ScopeReader scopes;
  private final Chats chats;
  private final MergedFiles merged;
  private final ServingSettings settings;

  OllamaAdapters(
      String base,
      OllamaModels models,
      OllamaPrompt prompt,
      ScopeReader scopes,
      Chats chats,
      MergedFiles merged,
      ServingSettings settings) {
    this.base = base;
    this.models = models;
    this.names = OllamaNames.of(base);
    this.prompt = prompt;
    this.scopes = scopes;
    this.chats = chats;
    this.merged = merged;
    this.settings = settings;
  }

  @Override
  public LoadedAdapter load(ServableAdapter adapter) {
    AnswerScope scope = scopes.read(adapter);
    String sha256 = digest(adapter);
    boolean whole = merges();
    String model = names.adapter(adapter.version(), sha256);
    Runnable make = () -> make(model, adapter, sha256, whole);
    make.run();
    OllamaChat chat = chats.of(model, true, make);
    try {
      prove(chat);
    } catch (ServingException e) {
      discard(model);
      throw e;
    }
    return new LoadedAdapter(adapter, scope, chat);
  }

  /**
   * With a scope, base and adapter take turns, and a server holds one LoRA form of a file at a
   * time: each turn would be a reload, which the watch takes for a slow adapter.
   */
  private boolean merges() {
    return switch (settings.ollamaAdapters()) {
      case AUTO -> settings.scope() == ScopePolicy.SCOPED || !models.version().takesAdapters();
      case LORA -> false;
      case MERGED -> true;
    };
  }

  private void make(String model, ServableAdapter adapter, String sha256, boolean whole) {
    if (whole) {
      OllamaShown like =
          models
              .show(base)
              .orElseThrow(
                  () -> new ServingException(Code.UNAVAILABLE, "the server has lost " + base));
      models.createWhole(model, merged.bring(adapter, sha256, models), like, prompt);
    } else {
      models.upload(adapter.gguf(), sha256);
      models.create(model, base, prompt, Map.of("adapter.gguf", "sha256:" + sha256));
    }
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
    chat.answer(List.of(Turn.user("Hello")), one, Deadline.in(PROOF), AnswerListener.NONE);
  }

  /** The name of an adapter's model. */
  static String modelOf(LoadedAdapter loaded) {
    if (loaded.source() instanceof OllamaChat chat) {
      return chat.model();
    }
    throw new IllegalStateException("not an adapter of this backend: " + loaded);
  }

  /** Deletes a model; leaving one behind costs the server some disk and nothing else. */
  void discard(String model) {
    try {
      models.delete(model);
    } catch (ServingException e) {
      LOG.warn("{} is left on the Ollama server: {}", model, e.getMessage());
    }
  }

  /** Deletes the models of adapters of earlier runs. */
  void tidy(Set<String> kept) {
    try {
      for (String model : models.digests().keySet()) {
        if (names.isAdapter(model) && !kept.contains(model)) {
          discard(model);
        }
      }
    } catch (ServingException e) {
      LOG.warn("old adapters may be left on the Ollama server: {}", e.getMessage());
    }
  }
}

package dev.nightshift.generation;

import dev.nightshift.asking.AskService;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model by the name that applications use. Thread-safe. */
public final class ServedModel {
  private final String id;
  private final ServedModelSettings settings;
  private final @Nullable AnswerSchema schema;
  private final SharedModel model;
  private final Function<LanguageModel, AskService> services;
  private final Supplier<Optional<Path>> file;
  private @Nullable AskService asking;

  /**
   * A model.
   *
   * @param schema of its answers; null for text
   * @param services makes what asks the model once it is open
   * @param file the model's file where there is one on this machine
   */
  public ServedModel(
      String id,
      ServedModelSettings settings,
      @Nullable AnswerSchema schema,
      SharedModel model,
      Function<LanguageModel, AskService> services,
      Supplier<Optional<Path>> file) {
    this.id = id;
    this.settings = settings;
    this.schema = schema;
    this.model = model;
    this.services = services;
    this.file = file;
  }

  /** What applications call it. */
  public String id() {
    return id;
  }

  /** How it is set up. */
  public ServedModelSettings settings() {
    return settings;
  }

  /** What its answers must be; empty for text. */
  public Optional<AnswerSchema> schema() {
    return Optional.ofNullable(schema);
  }

  /**
   * Asks it and remembers the answers; opens it if need be.
   *
   * @throws GenerationException NOT_LOADED
   */
  public AskService asking() {
    LanguageModel open = opened();
    synchronized (this) {
      AskService service = asking;
      if (service == null) {
        service = services.apply(open);
        asking = service;
      }
      return service;
    }
  }

  private LanguageModel opened() {
    try {
      return model.get();
    } catch (GenerationException e) {
      throw e.about(id);
    }
  }

  /** The turns of one prompt, with the configured system turn in front. */
  public List<Turn> turns(String prompt) {
    List<Turn> turns = new ArrayList<>();
    if (!settings.system().isBlank()) {
      turns.add(Turn.system(settings.system()));
    }
    turns.add(Turn.user(prompt));
    return turns;
  }

  /** The model if it is open now. */
  public Optional<LanguageModel> open() {
    return model.now();
  }

  /** How it is now. */
  public Standing standing() {
    return model.standing();
  }

  /** Whether the model's file is there; empty for a model that a server has. */
  public Optional<Boolean> fileExists() {
    return file.get().map(Files::exists);
  }

  SharedModel shared() {
    return model;
  }
}

package dev.nightshift.generation;

import dev.nightshift.asking.AskObserver;
import dev.nightshift.generation.GenerationException.Code;
import dev.nightshift.serving.LanguageModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured models, in the order of the configuration. Thread-safe. */
public final class ServedModels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServedModels.class);

  private final Map<String, ServedModel> models = new LinkedHashMap<>();
  private final AskObservers observers;

  /**
   * The registry of these models.
   *
   * @param observers hear how questions to them come out, but to the pipeline's own
   */
  public ServedModels(Collection<ServedModel> configured, AskObservers observers) {
    configured.forEach(model -> models.put(model.id(), model));
    this.observers = observers;
  }

  /**
   * Lets someone hear how questions come out that are not asked through the pipeline's own service.
   */
  public void observe(AskObserver observer) {
    observers.add(observer);
  }

  /** All of them. */
  public List<ServedModel> all() {
    return List.copyOf(models.values());
  }

  /** What applications may call them. */
  public List<String> ids() {
    return List.copyOf(models.keySet());
  }

  /** Whom an application means that names none: the first text model, otherwise the first. */
  public String defaultId() {
    return models.values().stream()
        .filter(model -> model.schema().isEmpty())
        .map(ServedModel::id)
        .findFirst()
        .orElseGet(() -> ids().isEmpty() ? "" : ids().getFirst());
  }

  /** The model of an id. */
  public Optional<ServedModel> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  /**
   * The model of an id.
   *
   * @throws GenerationException UNKNOWN_MODEL, with the ids that there are
   */
  ServedModel get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new GenerationException(
                    Code.UNKNOWN_MODEL,
                    "Invalid model_id specified. " + choose(ids()),
                    id,
                    List.of()));
  }

  /**
   * What computes the answers of an id, opened if it is not open.
   *
   * @throws GenerationException UNKNOWN_MODEL, NOT_LOADED
   */
  public LanguageModel open(String id) {
    return get(id).shared().get();
  }

  /** "Choose 'a', 'b' or 'c'." */
  static String choose(List<String> names) {
    List<String> quoted = names.stream().map(name -> "'" + name + "'").toList();
    int last = quoted.size() - 1;
    return switch (last) {
      case -1 -> "None is configured.";
      case 0 -> "Choose " + quoted.getFirst() + ".";
      default ->
          "Choose " + String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last) + ".";
    };
  }

  /** Opens all that are not open yet; one that cannot be opened is logged and tried again later. */
  public void open() {
    for (ServedModel model : models.values()) {
      try {
        model.shared().get();
      } catch (GenerationException e) {
        log.warn("{} is not loaded: {}", model.id(), e.getMessage());
      }
    }
  }

  /** Closes the models that are its own. */
  @Override
  public void close() {
    Set<SharedModel> all =
        models.values().stream().map(ServedModel::shared).collect(Collectors.toSet());
    all.forEach(SharedModel::close);
  }
}

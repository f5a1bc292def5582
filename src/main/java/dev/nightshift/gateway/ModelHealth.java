package dev.nightshift.gateway;

import dev.nightshift.generation.ServedModel;
import dev.nightshift.generation.ServedModels;
import dev.nightshift.generation.Standing;
import dev.nightshift.serving.LanguageModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How the configured models are, all looked at together: a server that is away takes seconds.
 *
 * @param models each with how it is, in the order of the configuration
 */
record ModelHealth(List<One> models) {
  ModelHealth {
    models = List.copyOf(models);
  }

  /** One model and how it is. */
  record One(ServedModel model, Standing standing) {
    boolean loaded() {
      return standing.state() == Standing.State.LOADED;
    }
  }

  static ModelHealth of(ServedModels models) {
    List<One> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<ServedModel, Future<Standing>> looks = new LinkedHashMap<>();
      models.all().forEach(model -> looks.put(model, threads.submit(model::standing)));
      looks.forEach((model, look) -> seen.add(new One(model, result(look))));
    }
    return new ModelHealth(seen);
  }

  private static Standing result(Future<Standing> look) {
    try {
      return look.get();
    } catch (ExecutionException e) {
      return new Standing(Standing.State.FAILED, "its state cannot be told");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Standing(Standing.State.FAILED, "interrupted while looking at it");
    }
  }

  /** The models as a part: in error when all of them have failed, degraded when some have. */
  HealthPart part() {
    List<String> failed =
        models.stream()
            .filter(one -> one.standing().state() == Standing.State.FAILED)
            .map(one -> one.model().id() + ": " + one.standing().detail())
            .toList();
    if (failed.isEmpty()) {
      long loaded = models.stream().filter(One::loaded).count();
      return new HealthPart(
          "models", HealthPart.State.OK, loaded + " of " + models.size() + " loaded");
    }
    boolean all = failed.size() == models.size();
    return new HealthPart(
        "models",
        all ? HealthPart.State.ERROR : HealthPart.State.DEGRADED,
        String.join("; ", failed));
  }

  /** {@code <id>_loaded} for each model. */
  void flags(Map<String, Object> body) {
    models.forEach(one -> body.put(one.model().id() + "_loaded", one.loaded()));
  }

  /** Whether the files are there of all models that are computed here. */
  boolean filesExist() {
    return models.stream()
        .flatMap(one -> one.model().fileExists().stream())
        .allMatch(exists -> exists);
  }

  /** Each model by its id. */
  Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    for (One one : models) {
      Map<String, Object> model = new LinkedHashMap<>();
      model.put("kind", word(one.model().settings().kind()));
      model.put("model", one.model().settings().model());
      model.put("loaded", one.loaded());
      model.put("detail", one.standing().detail());
      one.model().open().flatMap(LanguageModel::device).ifPresent(at -> model.put("device", at));
      one.model().fileExists().ifPresent(exists -> model.put("file_exists", exists));
      details.put(one.model().id(), model);
    }
    return details;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

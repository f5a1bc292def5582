package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Taints;
import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.serving.ServingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of adapters that were trained on what has been forgotten: one that is active goes on
 * answering until the next night has made another, the others go at once.
 */
final class TaintedAdapters {
  private final Pipeline pipeline;

  TaintedAdapters(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Every one, oldest first. */
  static List<AdapterVersion> of(AdapterStore store) {
    Taints taints = store.taints();
    return store.versions().stream().filter(version -> taints.of(version).isPresent()).toList();
  }

  /** Takes the active one back if it is tainted, to the newest that is not, or to the base. */
  void retire(RolloutListener listener) {
    AdapterStore store = pipeline.adapters();
    if (store.taints().of(store.current()).isPresent()) {
      pipeline.rollouts().retire(Optional.empty(), listener);
    }
  }

  /**
   * Deletes what an Ollama server has of adapters that are no more, or must not be used, as long as
   * something was ever forgotten here. The active one's stays with it.
   *
   * @return the names of the models that went
   * @throws ServingException UNAVAILABLE when the server does not do it
   */
  List<String> deleteOnServer() {
    AdapterStore store = pipeline.adapters();
    if (store.taints().all().isEmpty()) {
      return List.of();
    }
    Set<String> kept =
        store.versions().stream().map(AdapterVersion::name).collect(Collectors.toSet());
    of(store).forEach(tainted -> kept.remove(tainted.name()));
    kept.add(store.current().name());
    return LanguageModels.remains(pipeline.settings())
        .map(remains -> remains.deleteAllBut(kept))
        .orElse(List.of());
  }

  /** Removes those that are not active, and names them. */
  List<String> removeUnused() {
    AdapterStore store = pipeline.adapters();
    List<String> removed = new ArrayList<>();
    for (AdapterVersion version : of(store)) {
      if (!version.name().equals(store.current().name())) {
        store.discard(version);
        removed.add(version.name());
      }
    }
    return removed;
  }
}

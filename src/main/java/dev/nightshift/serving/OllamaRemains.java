package dev.nightshift.serving;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Models that an Ollama server has of adapters that must not be used any more. It deletes their
 * files when no model needs them.
 *
 * @param base the base model's name on the server
 * @param url the server's address
 */
public record OllamaRemains(String base, String url) {
  /**
   * Deletes the models of adapters that are not to be kept: their own, those that other names of
   * ours mean as well, and what was served before unless it is known to be something else.
   *
   * @param kept versions whose models stay
   * @return the names of those that went
   * @throws ServingException UNAVAILABLE when the server does not do it; some may be gone then
   */
  public List<String> deleteAllBut(Collection<String> kept) {
    OllamaNames names = OllamaNames.of(base);
    List<String> deleted = new ArrayList<>();
    try (ServerApi api = ServerApi.ofOllama(url)) {
      OllamaModels models = new OllamaModels(api);
      Map<String, String> digests = models.digests();
      Set<String> gone = new HashSet<>();
      Set<String> known = new HashSet<>();
      digests.forEach(
          (model, digest) -> {
            boolean stays = kept.stream().anyMatch(version -> names.isAdapter(model, version));
            if (names.isAdapter(model) && !stays) {
              gone.add(digest);
            } else if (stays || model.equals(names.base()) || isBase(model)) {
              known.add(digest);
            }
          });
      gone.removeAll(known);
      digests.forEach(
          (model, digest) -> {
            boolean unknown = model.equals(names.previous()) && !known.contains(digest);
            if (names.isOurs(model) && (gone.contains(digest) || unknown)) {
              models.delete(model);
              deleted.add(model);
            }
          });
    }
    return List.copyOf(deleted);
  }

  private boolean isBase(String model) {
    return model.equals(OllamaNames.full(base));
  }
}

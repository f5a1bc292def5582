package dev.nightshift.assembly;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.embedding.MiniLmEmbedder;
import dev.nightshift.embedding.RecentEmbeddings;
import dev.nightshift.gateway.HealthPart;
import dev.nightshift.model.ModelStore;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedding model of the process. */
final class EmbeddingAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingAssembly.class);
  private static final String ANYTHING = "Who runs the night desk?";

  private final MiniLmEmbedder model;
  private final Embedder embedder;

  EmbeddingAssembly(Map<String, String> environment) {
    this.model = new MiniLmEmbedder(ModelStore.defaultCache(environment).resolve("native"));
    this.embedder = new RecentEmbeddings(model);
  }

  Embedder embedder() {
    return embedder;
  }

  /** Loads it now, so that a server knows of trouble before somebody asks. */
  void open() {
    tried()
        .ifPresent(
            e -> LOG.error("corrections are not found, and none is taken: {}", e.getMessage(), e));
  }

  /** Why it cannot be used, found out by using it; empty when it can. */
  Optional<String> trouble() {
    return tried().map(EmbeddingException::getMessage);
  }

  private Optional<EmbeddingException> tried() {
    try {
      float[] _ = model.embed(ANYTHING);
      return Optional.empty();
    } catch (EmbeddingException e) {
      return Optional.of(e);
    }
  }

  /** Questions are answered without it, and nobody is told what was corrected. */
  HealthPart health() {
    return model
        .trouble()
        .map(trouble -> new HealthPart("embedding", HealthPart.State.ERROR, trouble))
        .orElseGet(() -> new HealthPart("embedding", HealthPart.State.OK, model.id()));
  }
}

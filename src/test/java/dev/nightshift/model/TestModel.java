package dev.nightshift.model;

import java.nio.file.Path;

/** The default base model for slow tests, fetched once per user and kept in the cache. */
public final class TestModel {
  private TestModel() {}

  /** The model, linked below {@code target}. */
  public static BaseModel standard() {
    Path models = Path.of("target", "test-models");
    return new ModelStore(models, ModelStore.defaultCache(System.getenv()), OllamaAddress.DEFAULT)
        .resolve(ModelStore.DEFAULT);
  }
}

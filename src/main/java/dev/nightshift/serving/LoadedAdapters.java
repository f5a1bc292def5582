package dev.nightshift.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The few adapters that were used last, so that a series of questions loads each only once. */
final class LoadedAdapters implements AdapterLoader {
  private final int capacity;
  private final AdapterLoader loader;
  private final Predicate<LoadedAdapter> needed;
  private final Consumer<LoadedAdapter> dropped;
  private final Map<Key, LoadedAdapter> loaded = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Keeps up to {@code capacity} adapters, and those that are needed.
   *
   * @param needed which must not be dropped
   * @param dropped told of each that is
   */
  LoadedAdapters(
      int capacity,
      AdapterLoader loader,
      Predicate<LoadedAdapter> needed,
      Consumer<LoadedAdapter> dropped) {
    this.capacity = capacity;
    this.loader = loader;
    this.needed = needed;
    this.dropped = dropped;
  }

  @Override
  public synchronized LoadedAdapter load(ServableAdapter adapter) {
    Key key = Key.of(adapter);
    LoadedAdapter known = loaded.get(key);
    if (known != null) {
      return known;
    }
    LoadedAdapter fresh = loader.load(adapter);
    loaded.put(key, fresh);
    shrink(capacity);
    return fresh;
  }

  /** Shows each to {@code eye}. */
  synchronized void forEach(Consumer<LoadedAdapter> eye) {
    loaded.values().forEach(eye);
  }

  /** Drops all that are not needed. */
  synchronized void clear() {
    shrink(0);
  }

  private void shrink(int size) {
    Iterator<LoadedAdapter> oldest = loaded.values().iterator();
    while (loaded.size() > size && oldest.hasNext()) {
      LoadedAdapter candidate = oldest.next();
      if (!needed.test(candidate) && (size == 0 || oldest.hasNext())) {
        oldest.remove();
        dropped.accept(candidate);
      }
    }
  }

  /** An adapter and the state of its files: with one that was replaced it is another adapter. */
  private record Key(
      ServableAdapter adapter, long size, FileTime changed, @Nullable FileTime scoped) {
    static Key of(ServableAdapter adapter) {
      Path file = adapter.gguf();
      Path scope = file.resolveSibling("scope.json");
      try {
        return new Key(
            adapter,
            Files.size(file),
            Files.getLastModifiedTime(file),
            Files.exists(scope) ? Files.getLastModifiedTime(scope) : null);
      } catch (IOException e) {
        throw new ServingException(
            ServingException.Code.ADAPTER,
            adapter.version() + " cannot be read: there is no " + file,
            e);
      }
    }
  }
}

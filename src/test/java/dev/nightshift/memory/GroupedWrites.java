package dev.nightshift.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes that a test puts into one commit. */
final class GroupedWrites implements AutoCloseable {
  private final MemoryIndex index;
  private final List<Integer> refused = new ArrayList<>();

  GroupedWrites(Path directory) {
    index = MemoryIndex.open(new IndexFiles(directory), "vector:test:64", true);
  }

  void commit(Write... writes) {
    List<Optional<MemoryException>> results = index.commit(List.of(writes));
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).isPresent()) {
        refused.add(i);
      }
    }
  }

  /** Which of the writes were refused, from 0. */
  List<Integer> refused() {
    return refused;
  }

  ExchangeMemory.Counts counts() {
    return index.read(searcher -> new Recall(searcher).counts());
  }

  @Override
  public void close() {
    index.close();
  }
}

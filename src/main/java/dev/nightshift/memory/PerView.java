package dev.nightshift.memory;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** What does not change while a view of the index is the last one, found out once. Thread-safe. */
final class PerView<T> {
  private final MemoryIndex.Reading<T> reading;
  private volatile @Nullable Found<T> last;

  private record Found<T>(IndexReader view, T value) {}

  PerView(MemoryIndex.Reading<T> reading) {
    this.reading = reading;
  }

  /** Of a view that the caller keeps open. */
  T of(IndexSearcher searcher) throws IOException {
    IndexReader view = searcher.getIndexReader();
    Found<T> found = last;
    if (found == null || !found.view().equals(view)) {
      found = new Found<>(view, reading.from(searcher));
      last = found;
    }
    return found.value();
  }
}

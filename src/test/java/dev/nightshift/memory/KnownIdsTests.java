package dev.nightshift.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class KnownIdsTests {
  private static Document document(String id) {
    Document document = new Document();
    document.add(new StringField("id", id, Field.Store.NO));
    return document;
  }

  @Test
  void ids_of_all_segments_are_known_but_for_what_was_deleted() throws IOException {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(
                directory, new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE))) {
      writer.addDocument(document("a"));
      writer.addDocument(document("b"));
      writer.commit();
      writer.addDocument(new Document());
      writer.commit();
      writer.addDocument(document("c"));
      writer.addDocument(document("d"));
      writer.deleteDocuments(new Term("id", "b"));
      writer.updateDocument(new Term("id", "a"), document("a"));
      writer.commit();
      try (DirectoryReader view = DirectoryReader.open(directory)) {
        KnownIds ids = KnownIds.of(view, "id");

        for (int twice = 0; twice < 2; twice++) {
          assertThat(ids.has("a")).isTrue();
          assertThat(ids.has("b")).isFalse();
          assertThat(ids.has("c")).isTrue();
          assertThat(ids.has("d")).isTrue();
          assertThat(ids.has("")).isFalse();
          assertThat(ids.has("bb")).isFalse();
        }
        assertThat(KnownIds.of(view, "other").has("a")).isFalse();
      }
    }
  }

  @Test
  void what_holds_for_a_view_is_found_out_once_for_each() throws IOException {
    AtomicInteger found = new AtomicInteger();
    PerView<Integer> counted =
        new PerView<>(
            searcher -> {
              found.incrementAndGet();
              return searcher.getIndexReader().numDocs();
            });
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(document("a"));
      writer.commit();
      try (DirectoryReader one = DirectoryReader.open(directory)) {
        writer.addDocument(document("b"));
        writer.commit();
        try (DirectoryReader two = DirectoryReader.open(directory)) {
          assertThat(counted.of(new IndexSearcher(one))).isEqualTo(1);
          assertThat(counted.of(new IndexSearcher(one))).isEqualTo(1);
          assertThat(counted.of(new IndexSearcher(two))).isEqualTo(2);
          assertThat(counted.of(new IndexSearcher(one))).isEqualTo(1);
        }
      }
    }
    assertThat(found).hasValue(3);
  }
}

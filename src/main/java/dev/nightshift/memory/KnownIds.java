package dev.nightshift.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The ids in one view of the index, which the caller keeps open. Every exchange that is recorded is
 * looked up, and few are found: so each segment's place is kept for the next one. For one thread at
 * a time.
 */
final class KnownIds {
  private final List<Segment> segments = new ArrayList<>();
  private @Nullable PostingsEnum postings;

  /**
   * One part of the view.
   *
   * @param live null when nothing of it was deleted
   */
  private record Segment(TermsEnum terms, @Nullable Bits live) {}

  private KnownIds() {}

  /** The ids in a field. */
  static KnownIds of(IndexReader view, String field) throws IOException {
    KnownIds known = new KnownIds();
    for (LeafReaderContext leaf : view.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms != null) {
        known.segments.add(new Segment(terms.iterator(), leaf.reader().getLiveDocs()));
      }
    }
    return known;
  }

  boolean has(String id) throws IOException {
    BytesRef wanted = new BytesRef(id);
    for (Segment segment : segments) {
      if (segment.terms().seekExact(wanted) && isLive(segment)) {
        return true;
      }
    }
    return false;
  }

  private boolean isLive(Segment segment) throws IOException {
    Bits live = segment.live();
    if (live == null) {
      return true;
    }
    PostingsEnum found = segment.terms().postings(postings, PostingsEnum.NONE);
    postings = found;
    int document = found.nextDoc();
    while (document != DocIdSetIterator.NO_MORE_DOCS && !live.get(document)) {
      document = found.nextDoc();
    }
    return document != DocIdSetIterator.NO_MORE_DOCS;
  }
}

package dev.nightshift.memory;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of questions in one view of the index.
 *
 * @param searcher the view; the caller keeps it open
 * @param field where they are
 */
record QuestionVectors(IndexSearcher searcher, String field) {

  /** A document's vector, [dimension]; null when it has none in this field. */
  float @Nullable [] of(int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    FloatVectorValues values = leaf.reader().getFloatVectorValues(field);
    if (values == null) {
      return null;
    }
    KnnVectorValues.DocIndexIterator at = values.iterator();
    int inLeaf = document - leaf.docBase;
    return at.advance(inLeaf) == inLeaf ? values.vectorValue(at.index()).clone() : null;
  }

  /** The vector of an exchange's question, likewise; null also for an unknown exchange. */
  float @Nullable [] ofExchange(String id) throws IOException {
    ScoreDoc[] found =
        searcher.search(new TermQuery(new Term(Documents.EXCHANGE_ID, id)), 1).scoreDocs;
    return found.length == 0 ? null : of(found[0].doc);
  }
}

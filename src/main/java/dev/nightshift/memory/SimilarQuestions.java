package dev.nightshift.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Hybrid search: the nearest vectors and the best BM25 matches of the question's words, merged by
 * reciprocal rank fusion (Cormack, Clarke, Büttcher 2009: the sum of 1 / (60 + rank)).
 *
 * @param vectorField where the vectors of the embedder at hand are
 * @param candidates what each half contributes at least
 */
record SimilarQuestions(String vectorField, int candidates) {
  private static final int RANK_CONSTANT = 60;

  /** Of a longer question only its beginning is searched for by words. */
  private static final int MAX_CHARACTERS = 2000;

  /** An exchange's document. */
  private record Hit(int document, double score) {}

  List<Match> find(IndexSearcher searcher, String question, float[] vector, int k)
      throws IOException {
    int wanted = Math.max(candidates, k);
    Map<Integer, Double> scores = new HashMap<>();
    add(
        scores,
        searcher.search(new KnnFloatVectorQuery(vectorField, vector, wanted), wanted).scoreDocs);
    Query words = words(question);
    if (words != null) {
      add(scores, searcher.search(words, wanted).scoreDocs);
    }
    List<Hit> best =
        scores.entrySet().stream()
            .map(entry -> new Hit(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::document))
            .limit(k)
            .toList();
    return matches(searcher, best, vector);
  }

  private static void add(Map<Integer, Double> scores, ScoreDoc[] ranked) {
    for (int rank = 1; rank <= ranked.length; rank++) {
      scores.merge(ranked[rank - 1].doc, 1.0 / (RANK_CONSTANT + rank), Double::sum);
    }
  }

  private static @Nullable Query words(String question) {
    String beginning = question.substring(0, Math.min(question.length(), MAX_CHARACTERS));
    try (EnglishAnalyzer analyzer = new EnglishAnalyzer()) {
      return new QueryBuilder(analyzer).createBooleanQuery(Documents.QUESTION, beginning);
    }
  }

  private List<Match> matches(IndexSearcher searcher, List<Hit> hits, float[] vector)
      throws IOException {
    List<String> ids = new ArrayList<>(hits.size());
    List<Double> similarities = new ArrayList<>(hits.size());
    for (Hit hit : hits) {
      ids.add(searcher.storedFields().document(hit.document()).get(Documents.EXCHANGE_ID));
      similarities.add(cosine(searcher, hit.document(), vector));
    }
    List<Remembered> remembered = new Recall(searcher).findAll(ids);
    List<Match> matches = new ArrayList<>(hits.size());
    for (int i = 0; i < hits.size(); i++) {
      matches.add(new Match(remembered.get(i), similarities.get(i), hits.get(i).score()));
    }
    return matches;
  }

  /** The cosine, or 0 for an exchange that was recorded with another embedder. */
  private double cosine(IndexSearcher searcher, int document, float[] vector) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    FloatVectorValues values = leaf.reader().getFloatVectorValues(vectorField);
    if (values == null) {
      return 0;
    }
    KnnVectorValues.DocIndexIterator at = values.iterator();
    int inLeaf = document - leaf.docBase;
    return at.advance(inLeaf) == inLeaf ? dot(values.vectorValue(at.index()), vector) : 0;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.clamp(sum, -1, 1);
  }
}

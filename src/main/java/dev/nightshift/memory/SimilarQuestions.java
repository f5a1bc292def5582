package dev.nightshift.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Hybrid search: the nearest vectors and the best BM25 matches of the question's words, merged by
 * reciprocal rank fusion (Cormack, Clarke, Büttcher 2009: the sum of 1 / (60 + rank)).
 *
 * @param vectorField where the vectors of the embedder at hand are
 * @param wordsField where the words of the questions are
 * @param idField where the exchanges' ids are, in the same documents
 * @param candidates what each half contributes at least
 */
record SimilarQuestions(String vectorField, String wordsField, String idField, int candidates) {
  private static final int RANK_CONSTANT = 60;

  /** Thread-safe, and never closed: it holds nothing but memory. */
  private static final Analyzer ENGLISH = new EnglishAnalyzer();

  /** Of a longer question only its beginning is searched for by words. */
  private static final int MAX_CHARACTERS = 2000;

  private static final Sort NEWEST_OF_EQUALS =
      new Sort(SortField.FIELD_SCORE, new SortField(Documents.AT, SortField.Type.LONG, true));

  /** Among all exchanges. */
  static SimilarQuestions asked(String vectorField, int candidates) {
    return new SimilarQuestions(vectorField, Documents.QUESTION, Documents.EXCHANGE_ID, candidates);
  }

  /** Among those with a correction in force, however many others are more alike. */
  static SimilarQuestions corrected(String vectorField, int candidates) {
    return new SimilarQuestions(
        Documents.correctedVectors(vectorField),
        Documents.CORRECTED_QUESTION,
        Documents.STANDING_OF,
        candidates);
  }

  /** A document with a question. */
  private record Hit(int document, double score) {}

  List<Match> find(IndexSearcher searcher, String question, float[] vector, int k)
      throws IOException {
    int wanted = Math.max(candidates, k);
    Map<Integer, Double> scores = new HashMap<>();
    Query nearest = new KnnFloatVectorQuery(vectorField, vector, wanted);
    add(scores, searcher.search(nearest, wanted, NEWEST_OF_EQUALS).scoreDocs);
    Query words = words(question);
    if (words != null) {
      add(scores, searcher.search(words, wanted, NEWEST_OF_EQUALS).scoreDocs);
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

  /** What looks for the words of a question; null when it has none that tell. */
  @Nullable Query words(String question) {
    String beginning = question.substring(0, Math.min(question.length(), MAX_CHARACTERS));
    return new QueryBuilder(ENGLISH).createBooleanQuery(wordsField, beginning);
  }

  private List<Match> matches(IndexSearcher searcher, List<Hit> hits, float[] vector)
      throws IOException {
    QuestionVectors vectors = new QuestionVectors(searcher, vectorField);
    List<Double> similarities = new ArrayList<>(hits.size());
    for (Hit hit : hits) {
      similarities.add(cosine(vectors.of(hit.document()), vector));
    }
    List<Remembered> remembered = remembered(searcher, hits);
    List<Match> matches = new ArrayList<>(hits.size());
    for (int i = 0; i < hits.size(); i++) {
      matches.add(new Match(remembered.get(i), similarities.get(i), hits.get(i).score()));
    }
    return matches;
  }

  /** Of exchanges themselves each is read once; others are looked up by their ids. */
  private List<Remembered> remembered(IndexSearcher searcher, List<Hit> hits) throws IOException {
    Recall recall = new Recall(searcher);
    StoredFields stored = searcher.storedFields();
    List<Document> documents = new ArrayList<>(hits.size());
    for (Hit hit : hits) {
      documents.add(stored.document(hit.document()));
    }
    return idField.equals(Documents.EXCHANGE_ID)
        ? recall.withFeedback(documents.stream().map(Documents::exchange).toList())
        : recall.findAll(documents.stream().map(found -> found.get(idField)).toList());
  }

  /** The cosine, or 0 for an exchange that was recorded with another embedder. */
  private static double cosine(float @Nullable [] stored, float[] asked) {
    if (stored == null) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < stored.length; i++) {
      sum += (double) stored[i] * asked[i];
    }
    return Math.clamp(sum, -1, 1);
  }
}

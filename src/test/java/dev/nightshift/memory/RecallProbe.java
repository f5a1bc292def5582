package dev.nightshift.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;

/**
 * How much of what an exact search finds the memory finds.
 *
 * @param searcher a view of its index
 * @param all knows the vectors of questions
 * @param corrected whether among corrected exchanges only
 */
record RecallProbe(IndexSearcher searcher, SyntheticExchanges all, boolean corrected) {
  private static final int RANK_CONSTANT = 60;
  private static final int CANDIDATES = 50;
  private static final String FIELD = "vector:synthetic:" + SyntheticExchanges.DIMENSION;

  private SimilarQuestions half() {
    return corrected
        ? SimilarQuestions.corrected(FIELD, CANDIDATES)
        : SimilarQuestions.asked(FIELD, CANDIDATES);
  }

  private List<String> ids(Query query) throws IOException {
    List<String> ids = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, CANDIDATES).scoreDocs) {
      ids.add(searcher.storedFields().document(hit.doc).get(half().idField()));
    }
    return ids;
  }

  /** Share of the truly nearest among as many that the vectors' half finds, 0 to 1. */
  double nearest(String text, List<String> wanted) throws IOException {
    List<String> found =
        ids(new KnnFloatVectorQuery(half().vectorField(), all.embed(text), CANDIDATES));
    return share(wanted, found.subList(0, Math.min(found.size(), wanted.size())));
  }

  /** Share of the best of a hybrid search with exact vectors, 0 to 1. */
  double hybrid(String text, List<String> nearest, List<Match> found) throws IOException {
    Map<String, Double> scores = new HashMap<>();
    add(scores, nearest);
    Query words = half().words(text);
    add(scores, words == null ? List.of() : ids(words));
    List<String> wanted =
        scores.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(found.size())
            .map(Map.Entry::getKey)
            .toList();
    double least = scores.getOrDefault(wanted.getLast(), 0.0);
    // Those with the score of the last are as good as it.
    List<String> asGood = new ArrayList<>();
    scores.forEach(
        (id, score) -> {
          if (score >= least) {
            asGood.add(id);
          }
        });
    long hits =
        found.stream().filter(match -> asGood.contains(match.remembered().exchange().id())).count();
    return (double) hits / found.size();
  }

  private static void add(Map<String, Double> scores, List<String> ranked) {
    for (int rank = 1; rank <= ranked.size(); rank++) {
      scores.merge(ranked.get(rank - 1), 1.0 / (RANK_CONSTANT + rank), Double::sum);
    }
  }

  private static double share(List<String> wanted, List<String> found) {
    return (double) wanted.stream().filter(found::contains).count() / wanted.size();
  }
}

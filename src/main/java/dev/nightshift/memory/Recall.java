package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads one point-in-time view of the index.
 *
 * @param searcher the view; the caller keeps it open
 */
record Recall(IndexSearcher searcher) {
  private static final int IDS_PER_QUERY = 1000;

  private static final Comparator<Remembered> OLDEST_FIRST =
      Comparator.comparing((Remembered r) -> r.exchange().at()).thenComparing(Recall::id);

  Optional<Remembered> find(String id) throws IOException {
    return findAll(List.of(id)).stream().findFirst();
  }

  boolean knowsFeedback(String id) throws IOException {
    return searcher.count(new TermQuery(new Term(Documents.FEEDBACK_ID, id))) > 0;
  }

  /** The newest corrections made in a window, oldest first. */
  List<Feedback> corrections(Window window, int most) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(
                new TermQuery(new Term(Documents.KIND, Feedback.Kind.CORRECTION.name())),
                BooleanClause.Occur.FILTER)
            .add(within(window), BooleanClause.Occur.FILTER)
            .build();
    List<Document> newest = new ArrayList<>();
    StoredFields stored = searcher.storedFields();
    Sort byTime = new Sort(new SortField(Documents.AT, SortField.Type.LONG, true));
    for (ScoreDoc hit : searcher.search(query, most, byTime).scoreDocs) {
      newest.add(stored.document(hit.doc));
    }
    return newest.stream()
        .sorted(Comparator.comparingLong(Documents::sequence))
        .map(Documents::feedback)
        .sorted(Comparator.comparing(Feedback::at))
        .toList();
  }

  private static Query within(Window window) {
    return LongPoint.newRangeQuery(
        Documents.AT,
        Documents.nanoseconds(window.from()),
        Math.max(Long.MIN_VALUE + 1, Documents.nanoseconds(window.until())) - 1);
  }

  List<Remembered> failures(Window window) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(standing(Documents.FAILURE), BooleanClause.Occur.FILTER)
            .add(within(window), BooleanClause.Occur.FILTER)
            .build();
    return findAll(standingIds(query, searcher.count(query), false)).stream()
        .sorted(OLDEST_FIRST)
        .toList();
  }

  List<Remembered> successes(int limit) throws IOException {
    return findAll(standingIds(standing(Documents.SUCCESS), limit, true));
  }

  List<Remembered> newest(RecentExchanges.Standing which, Window window, int skip, int limit)
      throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(standing(which), BooleanClause.Occur.FILTER)
            .add(within(window), BooleanClause.Occur.FILTER)
            .build();
    List<String> ids = standingIds(query, Math.addExact(skip, limit), true);
    return findAll(ids.subList(Math.min(skip, ids.size()), ids.size()));
  }

  /** Every exchange of a window, in the order in which they lie in the index, and how many. */
  int each(Window window, Consumer<Remembered> taker) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(standing(Documents.ANY), BooleanClause.Occur.FILTER)
            .add(within(window), BooleanClause.Occur.FILTER)
            .build();
    StoredFields stored = searcher.storedFields();
    List<String> ids = new ArrayList<>(IDS_PER_QUERY);
    @Nullable ScoreDoc last = null;
    int given = 0;
    do {
      TopDocs some = searcher.searchAfter(last, query, IDS_PER_QUERY, Sort.INDEXORDER);
      ids.clear();
      for (ScoreDoc hit : some.scoreDocs) {
        ids.add(stored.document(hit.doc).get(Documents.STANDING_OF));
        last = hit;
      }
      findAll(ids).forEach(taker);
      given += ids.size();
    } while (ids.size() == IDS_PER_QUERY);
    return given;
  }

  private static Query standing(RecentExchanges.Standing which) {
    return switch (which) {
      case ANY -> standing(Documents.ANY);
      case SUCCESS -> in(Documents.STANDING, Documents.SUCCESSES);
      case FAILURE -> standing(Documents.FAILURE);
      case CORRECTED -> standing(Documents.CORRECTED);
    };
  }

  /** Exchanges asked or judged by an author, oldest first. */
  List<Remembered> of(String author) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    for (Document document : documents(Documents.AUTHOR, List.of(author))) {
      String asked = document.get(Documents.EXCHANGE_ID);
      ids.add(asked == null ? document.get(Documents.FEEDBACK_ON) : asked);
    }
    return findAll(List.copyOf(ids)).stream().sorted(OLDEST_FIRST).toList();
  }

  /** Exchanges with a correction in force that cannot be searched for by these vectors yet. */
  List<Remembered> correctedWithout(String vectorField) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(standing(Documents.CORRECTED), BooleanClause.Occur.FILTER)
            .add(
                new FieldExistsQuery(Documents.correctedVectors(vectorField)),
                BooleanClause.Occur.MUST_NOT)
            .build();
    return findAll(standingIds(query, searcher.count(query), false));
  }

  /** Some exchanges that no embedder has made a vector for yet. */
  List<Exchange> unembedded(int most) throws IOException {
    Query query = new TermQuery(new Term(Documents.UNEMBEDDED, Documents.ANY));
    return documents(query, most).stream().map(Documents::exchange).toList();
  }

  boolean isUnembedded(String id) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(Documents.EXCHANGE_ID, id)), BooleanClause.Occur.FILTER)
            .add(
                new TermQuery(new Term(Documents.UNEMBEDDED, Documents.ANY)),
                BooleanClause.Occur.FILTER)
            .build();
    return searcher.count(query) > 0;
  }

  /** Whether there is any exchange with a correction in force. */
  boolean hasCorrected() throws IOException {
    return searcher.count(standing(Documents.CORRECTED)) > 0;
  }

  ExchangeMemory.Counts counts() throws IOException {
    return new ExchangeMemory.Counts(
        searcher.count(standing(Documents.ANY)),
        searcher.count(standing(Documents.FAILURE)),
        searcher.count(standing(Documents.CORRECTED)));
  }

  /** The exchanges with these ids, in the order of the ids; unknown ids are left out. */
  List<Remembered> findAll(List<String> ids) throws IOException {
    List<Remembered> found = new ArrayList<>(ids.size());
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      found.addAll(findSome(ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY))));
    }
    return found;
  }

  private List<Remembered> findSome(List<String> ids) throws IOException {
    Map<String, Exchange> exchanges = new HashMap<>();
    Query query = in(Documents.EXCHANGE_ID, ids);
    for (Document document : documents(query, ids.size())) {
      Exchange exchange = Documents.exchange(document);
      exchanges.put(exchange.id(), exchange);
    }
    List<Exchange> found =
        ids.stream().flatMap(id -> Stream.ofNullable(exchanges.get(id))).toList();
    return withFeedback(found);
  }

  /** Exchanges with what was said of them, in their order. */
  List<Remembered> withFeedback(List<Exchange> exchanges) throws IOException {
    List<String> ids = exchanges.stream().map(Exchange::id).toList();
    List<Document> said = documents(Documents.FEEDBACK_ON, ids);
    said.sort(Comparator.comparingLong(Documents::sequence));
    Map<String, List<Feedback>> feedback = new HashMap<>();
    for (Document document : said) {
      Feedback one = Documents.feedback(document);
      feedback.computeIfAbsent(one.exchangeId(), id -> new ArrayList<>()).add(one);
    }
    return exchanges.stream()
        .map(one -> new Remembered(one, feedback.getOrDefault(one.id(), List.of())))
        .toList();
  }

  private List<Document> documents(String field, Collection<String> terms) throws IOException {
    Query query = in(field, terms);
    return documents(query, searcher.count(query));
  }

  private static Query in(String field, Collection<String> terms) {
    return new TermInSetQuery(field, terms.stream().map(BytesRef::new).toList());
  }

  /** The documents that a query finds, of which there are no more than that. */
  private List<Document> documents(Query query, int most) throws IOException {
    List<Document> documents = new ArrayList<>(most);
    if (most > 0) {
      StoredFields stored = searcher.storedFields();
      for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
        documents.add(stored.document(hit.doc));
      }
    }
    return documents;
  }

  private List<String> standingIds(Query query, int limit, boolean newestFirst) throws IOException {
    List<String> ids = new ArrayList<>();
    if (limit > 0) {
      Sort byTime = new Sort(new SortField(Documents.AT, SortField.Type.LONG, newestFirst));
      StoredFields stored = searcher.storedFields();
      int most = Math.min(limit, Math.max(1, searcher.getIndexReader().maxDoc()));
      for (ScoreDoc hit : searcher.search(query, most, byTime).scoreDocs) {
        ids.add(stored.document(hit.doc).get(Documents.STANDING_OF));
      }
    }
    return ids;
  }

  private static Query standing(String term) {
    return new TermQuery(new Term(Documents.STANDING, term));
  }

  private static String id(Remembered remembered) {
    return remembered.exchange().id();
  }
}

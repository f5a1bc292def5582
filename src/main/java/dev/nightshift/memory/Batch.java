package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one commit: adds the facts as they come, and at the end the standing of every
 * exchange they concern. Used by the committing thread alone, so that "is it known?" and "add it"
 * cannot be torn apart.
 */
final class Batch {
  private final IndexWriter writer;
  private final Recall committed;
  private final KnownIds known;
  private final String vectorField;
  private final Sequence sequence;
  private final Map<String, Remembered> touched = new LinkedHashMap<>();
  private final Map<String, float[]> vectors = new HashMap<>();
  private final Set<String> feedbackIds = new HashSet<>();
  private final Set<String> erased = new HashSet<>();

  Batch(IndexWriter writer, Recall committed, String vectorField, Sequence sequence)
      throws IOException {
    this.writer = writer;
    this.committed = committed;
    this.known = KnownIds.of(committed.searcher().getIndexReader(), Documents.EXCHANGE_ID);
    this.vectorField = vectorField;
    this.sequence = sequence;
  }

  /**
   * Adds a write.
   *
   * @throws MemoryException UNKNOWN_EXCHANGE, then nothing of this write was added
   */
  void add(Write write) throws IOException {
    switch (write) {
      case Write.Exchanges(
              List<Exchange> exchanges,
              List<? extends float @Nullable []> vectors) -> {
        for (int i = 0; i < exchanges.size(); i++) {
          add(exchanges.get(i), vectors.get(i));
        }
      }
      case Write.Vectors(List<String> ids, List<float[]> made) -> {
        for (int i = 0; i < ids.size(); i++) {
          add(ids.get(i), made.get(i));
        }
      }
      case Write.Said(List<Feedback> feedback) -> {
        for (Feedback one : feedback) {
          requireKnown(one.exchangeId());
        }
        for (Feedback one : feedback) {
          add(one);
        }
      }
      case Write.Erasure(Set<String> exchanges, Map<String, String> feedback) -> {
        for (String id : exchanges) {
          erase(id);
        }
        for (Map.Entry<String, String> one : feedback.entrySet()) {
          erase(one.getKey(), one.getValue());
        }
      }
    }
  }

  private void add(Exchange exchange, float @Nullable [] vector) throws IOException {
    if (knows(exchange.id())) {
      return;
    }
    writer.addDocument(Documents.of(exchange, vectorField, vector));
    touched.put(exchange.id(), new Remembered(exchange, List.of()));
    if (vector != null) {
      vectors.put(exchange.id(), vector);
    }
  }

  private void add(String exchangeId, float[] vector) throws IOException {
    Remembered known = find(exchangeId);
    if (known != null) {
      if (committed.isUnembedded(exchangeId)) {
        writer.updateDocument(
            new Term(Documents.EXCHANGE_ID, exchangeId),
            Documents.of(known.exchange(), vectorField, vector));
      }
      touched.put(exchangeId, known);
      vectors.put(exchangeId, vector);
    }
  }

  private void add(Feedback feedback) throws IOException {
    if (feedbackIds.contains(feedback.id()) || committed.knowsFeedback(feedback.id())) {
      return;
    }
    String exchangeId = feedback.exchangeId();
    Remembered before = find(exchangeId);
    if (before == null) {
      throw MemoryException.unknown(exchangeId);
    }
    writer.addDocument(Documents.of(feedback, sequence.next()));
    feedbackIds.add(feedback.id());
    List<Feedback> all = new ArrayList<>(before.feedback());
    all.add(feedback);
    touched.put(exchangeId, new Remembered(before.exchange(), all));
  }

  private void requireKnown(String exchangeId) throws IOException {
    if (!knows(exchangeId)) {
      throw MemoryException.unknown(exchangeId);
    }
  }

  private void erase(String exchangeId) throws IOException {
    for (String field :
        List.of(Documents.EXCHANGE_ID, Documents.FEEDBACK_ON, Documents.STANDING_OF)) {
      writer.deleteDocuments(new Term(field, exchangeId));
    }
    erased.add(exchangeId);
    touched.remove(exchangeId);
    vectors.remove(exchangeId);
  }

  private void erase(String feedbackId, String exchangeId) throws IOException {
    writer.deleteDocuments(new Term(Documents.FEEDBACK_ID, feedbackId));
    feedbackIds.remove(feedbackId);
    Remembered before = find(exchangeId);
    if (before != null) {
      List<Feedback> rest =
          before.feedback().stream().filter(one -> !one.id().equals(feedbackId)).toList();
      touched.put(exchangeId, new Remembered(before.exchange(), rest));
    }
  }

  private boolean knows(String exchangeId) throws IOException {
    return touched.containsKey(exchangeId)
        || (!erased.contains(exchangeId) && known.has(exchangeId));
  }

  /** An exchange as this batch has made it, or as it was before; null when there is none. */
  private @Nullable Remembered find(String exchangeId) throws IOException {
    Remembered known = touched.get(exchangeId);
    return known != null || erased.contains(exchangeId)
        ? known
        : committed.find(exchangeId).orElse(null);
  }

  /** Adds or replaces the standings. */
  void finish() throws IOException {
    QuestionVectors known = new QuestionVectors(committed.searcher(), vectorField);
    for (Map.Entry<String, Remembered> entry : touched.entrySet()) {
      String id = entry.getKey();
      float[] vector = vectors.get(id);
      if (vector == null && entry.getValue().correction().isPresent()) {
        vector = known.ofExchange(id);
      }
      writer.updateDocument(
          new Term(Documents.STANDING_OF, id),
          Documents.standing(entry.getValue(), vectorField, vector));
    }
  }
}

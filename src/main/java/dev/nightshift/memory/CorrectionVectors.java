package dev.nightshift.memory;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.exchange.Exchange;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets corrections be found that were recorded with another embedder, or by older versions. */
final class CorrectionVectors {
  private static final Logger log = LoggerFactory.getLogger(CorrectionVectors.class);

  private CorrectionVectors() {}

  /**
   * Makes what is missing; an embedder that fails leaves it so.
   *
   * @param most in one commit
   */
  static void add(MemoryIndex index, Indexer indexer, Embedder embedder, String field, int most) {
    List<Remembered> missing = index.read(searcher -> new Recall(searcher).correctedWithout(field));
    try {
      for (int from = 0; from < missing.size(); from += most) {
        List<Exchange> some =
            missing.subList(from, Math.min(missing.size(), from + most)).stream()
                .map(Remembered::exchange)
                .toList();
        indexer.write(
            new Write.Vectors(
                some.stream().map(Exchange::id).toList(),
                embedder.embedAll(some.stream().map(Exchange::question).toList())));
      }
    } catch (EmbeddingException e) {
      log.error("{} corrections are found by their words alone for now", missing.size(), e);
    }
  }
}

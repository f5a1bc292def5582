package dev.nightshift.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/**
 * Which exchanges were told corrections of others; the index has no list of them, so this reads
 * every exchange.
 *
 * @param searcher the view; the caller keeps it open
 */
record ToldCorrections(IndexSearcher searcher) {
  private static final Set<String> FIELDS = Set.of(Documents.EXCHANGE_ID, Documents.HELPED_BY);

  /** Ids of exchanges in whose prompts a correction of any of these stood. */
  List<String> of(Set<String> corrected) throws IOException {
    List<String> told = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      LeafReader reader = leaf.reader();
      StoredFields stored = reader.storedFields();
      Bits live = reader.getLiveDocs();
      for (int i = 0; i < reader.maxDoc(); i++) {
        if (live == null || live.get(i)) {
          Document document = stored.document(i, FIELDS);
          String id = document.get(Documents.EXCHANGE_ID);
          if (id != null
              && Arrays.stream(document.getValues(Documents.HELPED_BY))
                  .anyMatch(corrected::contains)) {
            told.add(id);
          }
        }
      }
    }
    return told;
  }
}

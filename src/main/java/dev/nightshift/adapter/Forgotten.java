package dev.nightshift.adapter;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that was taken out of everything on a person's demand. Names no text and no person.
 *
 * @param id of this erasure
 * @param at when it was begun; what was read for a training before that may hold it
 * @param finished whether all of it is gone; false: it was cut off, or is going on
 * @param rows ids of the training rows that went
 * @param exchanges ids of the exchanges that went
 * @param said ids of single feedback that went, each behind the exchange's id and a space
 * @param replayable when the first of the exchanges happened whose answer may have been replayed in
 *     a training; null for none
 * @param digests of adapters found to have been trained on it, SHA-256 of their files
 */
public record Forgotten(
    String id,
    Instant at,
    boolean finished,
    List<String> rows,
    List<String> exchanges,
    List<String> said,
    @Nullable Instant replayable,
    List<String> digests) {
  public Forgotten {
    rows = List.copyOf(rows);
    exchanges = List.copyOf(exchanges);
    said = List.copyOf(said);
    digests = List.copyOf(digests);
  }

  /** The same, with one more adapter that was trained on it. */
  public Forgotten tainting(String digest) {
    List<String> all = Stream.concat(digests.stream(), Stream.of(digest)).distinct().toList();
    return new Forgotten(id, at, finished, rows, exchanges, said, replayable, all);
  }

  /** The same, all gone. */
  public Forgotten done() {
    return new Forgotten(id, at, true, rows, exchanges, said, replayable, digests);
  }
}

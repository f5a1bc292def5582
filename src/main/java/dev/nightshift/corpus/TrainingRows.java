package dev.nightshift.corpus;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * The rows files of a home: {@code harvest_YYYYMMDD.jsonl}, each with its manifest. Files are only
 * ever replaced whole. One writer at a time (the harvester's lock sees to it), any number of readers.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TrainingRows {
  private final Path directory;

  /** Rows under this directory, which is made when the first row is written. */
  public TrainingRows(Path directory) {
    this.directory = directory;
  }

  /** The rows file of a day, whether it exists or not. */
  public Path file(LocalDate day) {
    return directory.resolve("harvest_%tY%<tm%<td.jsonl".formatted(day));
  }

  /** The rows files there are, oldest first. */
  public List<Path> files() {
    throw new UnsupportedOperationException("not built yet: " + directory);
  }

  /** Every row in force, oldest first: of rows of the same question only the one that supersedes. */
  public List<TrainingRow> all() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Rows in force whose ids are not among those already trained. */
  public List<TrainingRow> untrained(Set<String> trainedIds) {
    return all().stream().filter(row -> !trainedIds.contains(row.id())).toList();
  }

  /** Rows of one file, ours or a person's; a person's may hold just instruction and output. */
  public static RowsRead read(Path file) {
    throw new UnsupportedOperationException("not built yet: " + file);
  }

  /** Adds rows to a day's file, then the run to its manifest; writing the same rows again changes nothing. */
  public Path add(LocalDate day, List<TrainingRow> rows, RunRecord run) {
    throw new UnsupportedOperationException("not built yet");
  }
}

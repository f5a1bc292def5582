package dev.nightshift.corpus;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found in a rows file.
 *
 * @param file the file
 * @param rows its rows, in order
 * @param bad lines that are not rows, a torn last line among them
 */
public record RowsRead(Path file, List<TrainingRow> rows, List<BadLine> bad) {
  public RowsRead {
    rows = List.copyOf(rows);
    bad = List.copyOf(bad);
  }
}

package dev.nightshift.corpus;

import java.nio.file.Path;
import java.util.List;

/**
 * What adding rows did.
 *
 * @param file the day's rows file
 * @param rows rows in it now
 * @param superseded ids of rows, of this or an earlier day, that new ones took the place of
 * @param setAside torn or malformed lines found in the file and put beside it
 */
public record AddedRows(Path file, int rows, List<String> superseded, List<BadLine> setAside) {
  public AddedRows {
    superseded = List.copyOf(superseded);
    setAside = List.copyOf(setAside);
  }
}

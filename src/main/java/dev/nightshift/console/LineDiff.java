package dev.nightshift.console;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import java.util.ArrayList;
import java.util.List;

/** What became other from one text to another, line by line. */
final class LineDiff {
  private LineDiff() {}

  /**
   * A line.
   *
   * @param sign {@code +} for one that came, {@code -} for one that went, a space for one that
   *     stayed
   * @param style {@code came}, {@code went} or {@code stayed}
   */
  record Line(String sign, String style, String text) {}

  static List<Line> of(String before, String after) {
    DiffRowGenerator rows = DiffRowGenerator.create().lineNormalizer(line -> line).build();
    List<Line> lines = new ArrayList<>();
    for (DiffRow row : rows.generateDiffRows(before.lines().toList(), after.lines().toList())) {
      switch (row.getTag()) {
        case EQUAL -> lines.add(new Line(" ", "stayed", row.getOldLine()));
        case DELETE -> lines.add(went(row));
        case INSERT -> lines.add(came(row));
        case CHANGE -> {
          lines.add(went(row));
          lines.add(came(row));
        }
      }
    }
    return List.copyOf(lines);
  }

  private static Line went(DiffRow row) {
    return new Line("-", "went", row.getOldLine());
  }

  private static Line came(DiffRow row) {
    return new Line("+", "came", row.getNewLine());
  }
}

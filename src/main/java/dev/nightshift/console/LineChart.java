package dev.nightshift.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lines over common places on the x axis, worked out to coordinates of an SVG picture; the numbers
 * themselves stand in a table beside it.
 *
 * @param title what is shown
 * @param labels of the places on the x axis
 * @param lines each as long as the labels
 * @param ticks of the y axis
 * @param marks upright lines
 */
record LineChart(
    String title, List<Place> labels, List<Line> lines, List<Tick> ticks, List<Mark> marks) {
  static final int WIDTH = 720;
  static final int HEIGHT = 220;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 24;
  private static final int BOTTOM = 28;
  private static final int STEPS = 4;
  private static final int MOST_LABELS = 8;

  LineChart {
    labels = List.copyOf(labels);
    lines = List.copyOf(lines);
    ticks = List.copyOf(ticks);
    marks = List.copyOf(marks);
  }

  /** A place of the x axis; the label is empty where there is no room for it. */
  record Place(double x, String label) {}

  /** A mark of the y axis. */
  record Tick(double y, String label) {}

  /** Something that happened at a place. */
  record Mark(double x, String label) {}

  /** A dot of a line, with what it says when it is pointed at. */
  record Dot(double x, double y, String label) {}

  /**
   * A line.
   *
   * @param style number of its colour, from 0
   * @param paths its parts, broken where a value is missing
   */
  record Line(String name, int style, List<String> paths, List<Dot> dots) {}

  /** Values of a line; null where there is none. */
  record Series(String name, List<@Nullable Double> values) {}

  /** How values of the y axis are written. */
  interface Format {
    String of(double value);
  }

  /**
   * A chart.
   *
   * @param least the y axis begins here
   * @param most the y axis ends here at least
   * @param events a text for places at which something happened, otherwise empty
   */
  static LineChart of(
      String title,
      List<String> names,
      List<Series> series,
      double least,
      double most,
      Format format,
      List<String> events) {
    double top =
        series.stream()
            .flatMap(one -> one.values().stream())
            .filter(value -> value != null && Double.isFinite(value))
            .mapToDouble(Double::doubleValue)
            .reduce(most, Math::max);
    Scale scale = new Scale(names.size(), least, top > least ? top : least + 1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      lines.add(scale.line(series.get(i), i, names, format));
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double value = least + (scale.most() - least) * i / STEPS;
      ticks.add(new Tick(scale.y(value), format.of(value)));
    }
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (!events.get(i).isEmpty()) {
        marks.add(new Mark(scale.x(i), events.get(i)));
      }
    }
    return new LineChart(title, scale.places(names), lines, ticks, marks);
  }

  private record Scale(int places, double least, double most) {
    double x(int place) {
      double width = (double) WIDTH - LEFT - RIGHT;
      return rounded(LEFT + (places == 1 ? width / 2 : width * place / (places - 1)));
    }

    double y(double value) {
      double height = (double) HEIGHT - TOP - BOTTOM;
      double share = (value - least) / (most - least);
      return rounded(HEIGHT - BOTTOM - height * Math.clamp(share, 0, 1));
    }

    List<Place> places(List<String> names) {
      int every = Math.max(1, Math.ceilDiv(names.size(), MOST_LABELS));
      List<Place> found = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        found.add(new Place(x(i), (names.size() - 1 - i) % every == 0 ? names.get(i) : ""));
      }
      return found;
    }

    Line line(Series series, int style, List<String> names, Format format) {
      List<String> paths = new ArrayList<>();
      List<Dot> dots = new ArrayList<>();
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < series.values().size(); i++) {
        Double value = series.values().get(i);
        if (value == null || !Double.isFinite(value)) {
          end(path, paths);
          continue;
        }
        double x = x(i);
        double y = y(value);
        path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "" : " ", x, y));
        dots.add(new Dot(x, y, series.name() + ", " + names.get(i) + ": " + format.of(value)));
      }
      end(path, paths);
      return new Line(series.name(), style, paths, dots);
    }

    private static void end(StringBuilder path, List<String> paths) {
      if (!path.isEmpty()) {
        paths.add(path.toString());
        path.setLength(0);
      }
    }

    private static double rounded(double value) {
      return Math.round(value * 10) / 10.0;
    }
  }
}

package dev.nightshift.training;

import dev.nightshift.gguf.GgufParts;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a run the same run: its examples, its model (all parts of a split one) and what it
 * starts from, by their contents and wherever they lie, and its options.
 */
final class RunIdentity {
  private static final String SEPARATOR = "|";

  /** What each part says, as it is told. */
  private static final List<String> NAMES =
      List.of("other examples", "another model", "another start", "other options");

  private final List<String> parts;

  private RunIdentity(List<String> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Reads all the files, which takes about a second a gigabyte. */
  static RunIdentity of(TrainingSpec spec) {
    try {
      Path start = spec.start();
      return new RunIdentity(
          List.of(
              FileDigest.sha256(spec.examples()),
              FileDigest.sha256(GgufParts.of(spec.model())),
              start == null ? "base" : FileDigest.sha256(StartingAdapter.weights(start)),
              TrainingJson.line(spec.options())));
    } catch (IOException e) {
      throw new TrainingException(
          TrainingException.Code.IO, "the run's files could not be read: " + e.getMessage(), e);
    }
  }

  /** As it is written into a checkpoint. */
  String text() {
    return String.join(SEPARATOR, parts);
  }

  /** Whether {@link #text} was this one's. */
  boolean isOf(String text) {
    return text().equals(text);
  }

  /** In words, how the run whose text this is differs. */
  String differences(String text) {
    String[] others = text.split("\\|", NAMES.size());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i >= others.length || !parts.get(i).equals(others[i])) {
        differences.add(NAMES.get(i));
      }
    }
    return String.join(", ", differences);
  }
}

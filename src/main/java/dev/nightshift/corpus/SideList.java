package dev.nightshift.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A JSONL file of questions that did not become rows, one entry per question, the newest. */
public final class SideList {
  private final Path file;

  private SideList(Path file) {
    this.file = file;
  }

  /** Questions that the council did not agree on. */
  public static SideList abstained(Path trainingData) {
    return new SideList(trainingData.resolve("abstained.jsonl"));
  }

  /** Rows that look like an attack. */
  public static SideList quarantine(Path trainingData) {
    return new SideList(trainingData.resolve("quarantine.jsonl"));
  }

  /** Rows under the quality threshold. */
  public static SideList dropped(Path trainingData) {
    return new SideList(trainingData.resolve("dropped.jsonl"));
  }

  /** The entries, oldest first. */
  public List<SideEntry> entries() {
    return List.of();
  }

  /** Puts entries in, each in the place of an older one of its question, and takes questions out. */
  public void update(List<SideEntry> added, Set<String> removedQuestionKeys) {
    if (added.size() + removedQuestionKeys.size() > 0) {
      throw new UnsupportedOperationException("not built yet: " + file);
    }
  }
}

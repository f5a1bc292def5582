package dev.nightshift.backup;

import java.util.ArrayList;
import java.util.List;

/** What of a home goes into a backup. */
final class HomeParts {
  static final String CONFIGURATION = "application.yaml";

  /** The state database's file, in state. */
  static final String DATABASE = "nightshift.mv.db";

  private HomeParts() {}

  /** Everything but locks, and folders in which something is being built. */
  static boolean ordinary(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !name.endsWith(".lock") && !name.startsWith(".staging-");
  }

  /**
   * Of state all but what belongs to running processes, the files of the open database, the work
   * folders of trainings, and the name of the node: a copy is another one.
   */
  static boolean bookkeeping(String path) {
    return ordinary(path)
        && !path.equals("state/server.json")
        && !path.equals("state/node")
        && !path.equals("state/training")
        && !path.startsWith("state/nightshift.");
  }

  /** What is left out, in words. */
  static List<String> leftOut(boolean models) {
    List<String> words = new ArrayList<>(List.of("logs", "state/training", "locks"));
    if (!models) {
      words.add("models");
    }
    return words;
  }
}

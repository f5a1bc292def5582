package dev.nightshift.versions;

/** Where runs, attempts and solutions are in the repository. */
final class RefNames {
  static final String RUNS = "refs/heads/runs/";
  static final String ATTEMPTS = "refs/attempts/";
  static final String SOLUTIONS = "refs/heads/solutions/";
  private static final String TAGS = "refs/tags/solutions/";

  private RefNames() {}

  /** The branch of a run: its best attempt so far, and those that this repairs. */
  static String run(String id) {
    return RUNS + part(id);
  }

  /** All attempts of a run. */
  static String attempts(String run) {
    return ATTEMPTS + part(run) + "/";
  }

  /** An attempt, whether it became anything or not. */
  static String attempt(String run, int number) {
    return attempts(run) + number;
  }

  /** The branch of a task's decisions. */
  static String solutions(String task) {
    return SOLUTIONS + part(task);
  }

  /** The tag of an adopted solution. */
  static String solution(String task, int version) {
    return TAGS + part(task) + "/v" + version;
  }

  /** What stands behind a prefix, as it was before. */
  static String name(String ref, String prefix) {
    return ref.substring(prefix.length()).replace("%2E", ".");
  }

  /** Ids of tasks may have dots where git allows none; no id has a percent sign. */
  private static String part(String id) {
    return id.replace("..", ".%2E").replaceAll("\\.$", "%2E").replaceAll("\\.lock$", "%2Elock");
  }
}

package dev.nightshift.governance;

import java.util.List;

/**
 * Failed questions by meaning.
 *
 * @param failed questions that failed in the span
 * @param clusters groups of at least two, the largest first
 * @param single questions that are like no other
 */
public record QuestionFindings(int failed, List<Cluster> clusters, int single) {
  public QuestionFindings {
    clusters = List.copyOf(clusters);
  }

  /** Of no questions. */
  static QuestionFindings none() {
    return new QuestionFindings(0, List.of(), 0);
  }

  /**
   * Questions that mean something similar.
   *
   * @param count how many
   * @param exchanges ids of examples, newest first
   * @param name the words that tell it from the others; empty in files, because they are people's
   * @param examples questions of those exchanges that are still remembered; empty in files
   */
  public record Cluster(int count, List<String> exchanges, String name, List<String> examples) {
    public Cluster {
      exchanges = List.copyOf(exchanges);
      examples = List.copyOf(examples);
    }
  }
}

package dev.nightshift.governance;

import dev.nightshift.embedding.Embedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Groups questions by meaning: the two groups with the highest mean cosine between their questions
 * become one, until none is above a threshold (agglomerative clustering with average linkage).
 */
final class QuestionClusters {
  private final Embedder embedder;
  private final double similarity;

  QuestionClusters(Embedder embedder, double similarity) {
    this.embedder = embedder;
    this.similarity = similarity;
  }

  /** Groups of at least one, the largest first, each with its newest question first. */
  List<List<FailedQuestion>> of(List<FailedQuestion> questions) {
    List<float[]> vectors =
        embedder.embedAll(questions.stream().map(FailedQuestion::question).toList());
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      groups.add(new ArrayList<>(List.of(i)));
    }
    double[][] near = similarities(vectors);
    while (merge(groups, near)) {
      // Until the nearest two are too far from each other.
    }
    return groups.stream()
        .sorted(Comparator.comparingInt((List<Integer> group) -> group.size()).reversed())
        .map(
            group ->
                group.stream()
                    .map(questions::get)
                    .sorted(Comparator.comparing(FailedQuestion::time).reversed())
                    .toList())
        .toList();
  }

  private static double[][] similarities(List<float[]> vectors) {
    double[][] near = new double[vectors.size()][vectors.size()];
    for (int i = 0; i < near.length; i++) {
      for (int j = 0; j < i; j++) {
        double dot = 0;
        for (int k = 0; k < vectors.get(i).length; k++) {
          dot += vectors.get(i)[k] * vectors.get(j)[k];
        }
        near[i][j] = dot;
        near[j][i] = dot;
      }
    }
    return near;
  }

  /** Makes one group of the nearest two; {@code near} holds mean similarities of groups. */
  private boolean merge(List<List<Integer>> groups, double[][] near) {
    int first = 0;
    int second = 0;
    double best = similarity;
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (near[i][j] > best) {
          best = near[i][j];
          first = j;
          second = i;
        }
      }
    }
    if (first == second) {
      return false;
    }
    int left = groups.get(first).size();
    int right = groups.get(second).size();
    int last = groups.size() - 1;
    for (int k = 0; k < groups.size(); k++) {
      double mean = (left * near[first][k] + right * near[second][k]) / (left + right);
      near[first][k] = mean;
      near[k][first] = mean;
    }
    groups.get(first).addAll(groups.get(second));
    groups.set(second, groups.get(last));
    groups.remove(last);
    for (int k = 0; k < groups.size(); k++) {
      near[second][k] = near[last][k];
      near[k][second] = near[k][last];
    }
    near[second][second] = 0;
    return true;
  }
}

package dev.nightshift.council;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Groups votes by the meaning of their answers. */
final class AnswerClusters {
  private final AnswerMeaning meaning;

  AnswerClusters(AnswerMeaning meaning) {
    this.meaning = meaning;
  }

  /** Votes of one meaning; the heaviest speaks for all, the first of equals. */
  record Cluster(List<Vote> votes) {
    double weight() {
      return votes.stream().mapToDouble(Vote::weight).sum();
    }

    Vote.Cast speaker() {
      return votes.stream()
          .max(Comparator.comparingDouble(Vote::weight))
          .map(Vote::ballot)
          .map(Vote.Cast.class::cast)
          .orElseThrow();
    }
  }

  /** The heaviest cluster, the earliest of equals; empty when no seat cast a vote. */
  Optional<Cluster> largest(List<Vote> votes) {
    List<Cluster> clusters = new ArrayList<>();
    for (Vote vote : votes) {
      if (vote.ballot() instanceof Vote.Cast cast) {
        clusters.stream()
            .filter(cluster -> belongs(cast, cluster))
            .findFirst()
            .orElseGet(
                () -> {
                  Cluster cluster = new Cluster(new ArrayList<>());
                  clusters.add(cluster);
                  return cluster;
                })
            .votes()
            .add(vote);
      }
    }
    return clusters.stream().max(Comparator.comparingDouble(Cluster::weight));
  }

  /** A vote belongs to a cluster when it means the same as every vote in it. */
  private boolean belongs(Vote.Cast cast, Cluster cluster) {
    return cluster.votes().stream()
        .map(vote -> (Vote.Cast) vote.ballot())
        .allMatch(other -> meaning.same(cast.answer(), other.answer()));
  }
}

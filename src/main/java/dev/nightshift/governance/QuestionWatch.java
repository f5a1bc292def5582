package dev.nightshift.governance;

import dev.nightshift.embedding.Embedder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Groups the memory's failed questions by meaning, and names the groups when they are shown. */
final class QuestionWatch {
  private static final int FEWEST = 2;
  private static final int EXAMPLES = 20;
  private static final int SHOWN = 3;

  private final FailedQuestions questions;
  private final Supplier<Embedder> embedder;
  private final GovernanceSettings settings;

  QuestionWatch(
      FailedQuestions questions, Supplier<Embedder> embedder, GovernanceSettings settings) {
    this.questions = questions;
    this.embedder = embedder;
    this.settings = settings;
  }

  /** What failed in a span, without anybody's words: the newest of them by meaning. */
  QuestionFindings look(Span span) {
    List<FailedQuestion> failed = questions.in(span);
    if (failed.isEmpty()) {
      return QuestionFindings.none();
    }
    int newest = Math.max(0, failed.size() - settings.questions());
    List<List<FailedQuestion>> groups =
        new QuestionClusters(embedder.get(), settings.similarity())
            .of(failed.subList(newest, failed.size()));
    List<QuestionFindings.Cluster> clusters = new ArrayList<>();
    for (List<FailedQuestion> group : groups) {
      if (group.size() >= FEWEST) {
        List<String> ids = group.stream().map(FailedQuestion::exchange).limit(EXAMPLES).toList();
        clusters.add(new QuestionFindings.Cluster(group.size(), ids, "", List.of()));
      }
    }
    int single = (int) groups.stream().filter(group -> group.size() < FEWEST).count();
    return new QuestionFindings(failed.size(), clusters, single);
  }

  /** The same with names and examples of what is still remembered and may be shown. */
  QuestionFindings shown(QuestionFindings findings) {
    Set<String> ids = new HashSet<>();
    findings.clusters().forEach(cluster -> ids.addAll(cluster.exchanges()));
    if (ids.isEmpty()) {
      return findings;
    }
    Map<String, String> words = questions.words(ids);
    List<List<String>> texts =
        findings.clusters().stream()
            .map(
                cluster ->
                    cluster.exchanges().stream().map(words::get).filter(Objects::nonNull).toList())
            .toList();
    List<String> names = ClusterNames.of(texts);
    List<QuestionFindings.Cluster> named = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      QuestionFindings.Cluster cluster = findings.clusters().get(i);
      named.add(
          new QuestionFindings.Cluster(
              cluster.count(),
              cluster.exchanges(),
              names.get(i).isEmpty() ? "(forgotten)" : names.get(i),
              texts.get(i).stream().distinct().limit(SHOWN).toList()));
    }
    return new QuestionFindings(findings.failed(), named, findings.single());
  }
}

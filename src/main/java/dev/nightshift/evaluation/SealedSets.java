package dev.nightshift.evaluation;

import dev.nightshift.evaluation.EvaluationException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Questions that adapters are judged by and never trained on. Once sealed, a question stays until
 * it has to be forgotten. Kept as JSON lines, one file a set, under {@code state/sealed/}; every
 * change rewrites the file atomically. Safe for the threads of one process.
 */
public final class SealedSets {
  /** What a sealed question is for. */
  public enum Kind {
    /** Answered right once; must stay so. */
    REGRESSION,
    /** Held out of training: rewordings of failures, failures not trained on. */
    TARGET
  }

  private final Path folder;

  /** The sets in that folder, which may not exist yet. */
  public SealedSets(Path folder) {
    this.folder = folder;
  }

  /** The questions of a set, in the order they were sealed. */
  public synchronized List<EvaluationItem> items(Kind kind) {
    Path file = file(kind);
    return Files.exists(file) ? EvaluationItems.read(file) : List.of();
  }

  /**
   * Adds questions to a set; one that is sealed already, in whatever set, is left as it is.
   *
   * @return how many were new
   */
  public synchronized int seal(Kind kind, Collection<EvaluationItem> items) {
    Set<String> known = keys();
    List<EvaluationItem> all = new ArrayList<>(items(kind));
    int before = all.size();
    for (EvaluationItem item : items) {
      if (known.add(AnswerMatch.normalized(item.question()))) {
        all.add(item);
      }
    }
    if (all.size() > before) {
      write(kind, all);
    }
    return all.size() - before;
  }

  /**
   * Takes questions out of all sets because somebody must be forgotten: the one reason for which a
   * sealed question goes.
   *
   * @return how many went
   */
  public synchronized int erase(Predicate<EvaluationItem> which) {
    int gone = 0;
    for (Kind kind : Kind.values()) {
      List<EvaluationItem> before = items(kind);
      List<EvaluationItem> after = before.stream().filter(which.negate()).toList();
      if (after.size() < before.size()) {
        write(kind, after);
        gone += before.size() - after.size();
      }
    }
    return gone;
  }

  private void write(Kind kind, List<EvaluationItem> items) {
    String text =
        items.stream().map(item -> EvaluationItems.line(item) + "\n").collect(Collectors.joining());
    try {
      AtomicFiles.write(file(kind), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new EvaluationException(Code.STORAGE, "cannot seal questions in " + folder, e);
    }
  }

  /**
   * Whether a question is sealed (case, punctuation and spacing aside): then it is not for
   * training.
   */
  public boolean contains(String question) {
    return keys().contains(AnswerMatch.normalized(question));
  }

  /**
   * The normalised questions of all sets, to check many against; see {@link
   * AnswerMatch#normalized}.
   */
  public synchronized Set<String> keys() {
    Set<String> keys = new HashSet<>();
    for (Kind kind : Kind.values()) {
      items(kind).forEach(item -> keys.add(AnswerMatch.normalized(item.question())));
    }
    return keys;
  }

  private Path file(Kind kind) {
    return folder.resolve(
        switch (kind) {
          case REGRESSION -> "regression.jsonl";
          case TARGET -> "target.jsonl";
        });
  }
}

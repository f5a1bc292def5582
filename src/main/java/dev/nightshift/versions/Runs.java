package dev.nightshift.versions;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** The runs in the repository. Their ids begin with their time, and are so in its order. */
final class Runs {
  private final GitStore store;

  Runs(GitStore store) {
    this.store = store;
  }

  /** All, the newest first. */
  List<String> ids() throws IOException {
    return store.names(RefNames.RUNS).stream()
        .map(ref -> RefNames.name(ref, RefNames.RUNS))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /**
   * The id of a run that is named by it, or by a beginning or an end that no other has.
   *
   * @throws VersionsException REQUEST
   */
  String find(String part) throws IOException {
    List<String> all = ids();
    if (all.contains(part)) {
      return part;
    }
    List<String> fit = all.stream().filter(id -> id.startsWith(part) || id.endsWith(part)).toList();
    if (fit.size() == 1) {
      return fit.getFirst();
    }
    throw new VersionsException(
        VersionsException.Code.REQUEST,
        fit.isEmpty()
            ? "there is no run " + part + " in the history; pipeline code history lists them"
            : part + " is a part of " + fit.size() + " runs, such as " + fit.getFirst());
  }

  /** A run with its attempts. */
  RunVersion read(String id) throws IOException {
    List<AttemptVersion> attempts =
        store.under(RefNames.attempts(id)).values().stream()
            .map(AttemptVersion::of)
            .sorted(Comparator.comparingInt(AttemptVersion::number))
            .toList();
    RevCommit tip = commit(RefNames.run(id), id);
    List<RevCommit> back = store.back(tip, Integer.MAX_VALUE);
    Trailers began = Trailers.of(back.getLast().getFullMessage());
    return new RunVersion(
        id,
        began.text("Task"),
        Instant.ofEpochSecond(back.getLast().getCommitTime()),
        began.number("Instructions"),
        attempts,
        Trailers.of(tip.getFullMessage()).number("Attempt"));
  }

  /**
   * The commit of an attempt.
   *
   * @throws VersionsException REQUEST
   */
  RevCommit attempt(String id, int number) throws IOException {
    return commit(RefNames.attempt(id, number), id + ":" + number);
  }

  /**
   * The commit of the best attempt.
   *
   * @throws VersionsException REQUEST
   */
  RevCommit best(String id) throws IOException {
    RevCommit tip = commit(RefNames.run(id), id);
    if (Trailers.of(tip.getFullMessage()).number("Attempt") == 0) {
      throw new VersionsException(
          VersionsException.Code.REQUEST, "the run " + id + " has no attempt");
    }
    return tip;
  }

  private RevCommit commit(String ref, String name) throws IOException {
    return store
        .find(ref)
        .orElseThrow(
            () ->
                new VersionsException(
                    VersionsException.Code.REQUEST,
                    "there is no " + name + " in the history; pipeline code history lists runs"));
  }

  /** Adds an attempt; the branch goes to it when nothing was better. */
  void add(String id, int number, ObjectId commit) throws IOException {
    String ref = RefNames.attempt(id, number);
    store.point(ref, commit);
    AttemptVersion added = AttemptVersion.of(commit(ref, id));
    Optional<AttemptVersion> best =
        store.find(RefNames.run(id)).map(AttemptVersion::of).filter(tip -> tip.number() > 0);
    if (best.isEmpty() || added.betterThan(best.get())) {
      store.point(RefNames.run(id), commit);
    }
  }

  /** Lets the branch go to the attempt that its run chose. */
  void best(String id, int number) throws IOException {
    Optional<RevCommit> chosen = store.find(RefNames.attempt(id, number));
    if (chosen.isPresent()) {
      store.point(RefNames.run(id), chosen.get());
    }
  }

  /** Takes a run away. */
  void remove(String id) throws IOException {
    for (String ref : store.names(RefNames.attempts(id))) {
      store.remove(ref);
    }
    store.remove(RefNames.run(id));
  }
}

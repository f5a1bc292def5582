package dev.nightshift.versions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** What is done with an open repository. */
final class GitStore {
  private final Repository repository;

  GitStore(Repository repository) {
    this.repository = repository;
  }

  /** JGit's own, for what there is no method here. */
  Repository repository() {
    return repository;
  }

  /** Writes a commit of some files; no ref points to it yet. */
  ObjectId commit(Map<String, String> files, Optional<ObjectId> parent, String text, Instant time)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter();
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
        tree.append(
            file.getKey(), FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, bytes));
      }
      ObjectId written = commit(inserter, inserter.insert(tree), parent, text, time);
      inserter.flush();
      return written;
    }
  }

  /** Writes a commit of the files of another. */
  ObjectId commitAgain(
      RevCommit files, Optional<? extends ObjectId> parent, String text, Instant time)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId written = commit(inserter, files.getTree(), parent, text, time);
      inserter.flush();
      return written;
    }
  }

  private static ObjectId commit(
      ObjectInserter inserter,
      ObjectId tree,
      Optional<? extends ObjectId> parent,
      String text,
      Instant time)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    parent.ifPresent(commit::setParentId);
    commit.setAuthor(person(time));
    commit.setCommitter(person(time));
    commit.setMessage(text);
    return inserter.insert(commit);
  }

  private static PersonIdent person(Instant time) {
    return new PersonIdent("Nightshift", "nightshift@localhost", time, ZoneOffset.UTC);
  }

  /** Lets a ref point to a commit, wherever it pointed. */
  void point(String ref, ObjectId to) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(to);
    update.disableRefLog();
    done(ref, update.forceUpdate());
  }

  /** Names a commit for good, with words; a tag of that name is replaced. */
  void tag(String ref, ObjectId commit, String text, Instant time) throws IOException {
    TagBuilder tag = new TagBuilder();
    tag.setTag(Repository.shortenRefName(ref));
    tag.setObjectId(commit, Constants.OBJ_COMMIT);
    tag.setTagger(person(time));
    tag.setMessage(text);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId written = inserter.insert(tag);
      inserter.flush();
      point(ref, written);
    }
  }

  /** Lets {@code HEAD} name a branch, so that git shows it when nothing is said. */
  void head(String ref) throws IOException {
    RefUpdate update = repository.updateRef(Constants.HEAD);
    update.disableRefLog();
    done(Constants.HEAD, update.link(ref));
  }

  /** Takes a ref away. */
  void remove(String ref) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setForceUpdate(true);
    done(ref, update.delete());
  }

  private static void done(String ref, RefUpdate.Result result) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          IO_FAILURE,
          RENAMED ->
          throw new IOException(ref + " could not be changed: " + result);
    }
  }

  /** The commit of a ref, whether a tag stands between or not. */
  Optional<RevCommit> find(String ref) throws IOException {
    Ref found = repository.exactRef(ref);
    if (found == null) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(walk.parseCommit(found.getObjectId()));
    }
  }

  /** The first of the commits that a ref leads back to. */
  Optional<RevCommit> root(String ref) throws IOException {
    Optional<RevCommit> tip = find(ref);
    return tip.isEmpty() ? tip : Optional.of(back(tip.get(), Integer.MAX_VALUE).getLast());
  }

  /** The commits of all refs under a prefix, by the refs' names. */
  Map<String, RevCommit> under(String prefix) throws IOException {
    Map<String, RevCommit> commits = new TreeMap<>();
    try (RevWalk walk = new RevWalk(repository)) {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
        commits.put(ref.getName(), walk.parseCommit(ref.getObjectId()));
      }
    }
    return commits;
  }

  /** Names of all refs under a prefix, in their order. */
  List<String> names(String prefix) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix).stream()
        .map(Ref::getName)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** A commit and those before it, at most so many. */
  List<RevCommit> back(RevCommit from, int most) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      List<RevCommit> commits = new ArrayList<>();
      RevCommit commit = walk.parseCommit(from);
      while (true) {
        commits.add(commit);
        if (commits.size() >= most || commit.getParentCount() == 0) {
          return commits;
        }
        commit = walk.parseCommit(commit.getParent(0));
      }
    }
  }

  /** A file of a commit; empty when it is not in it. */
  Optional<String> file(RevCommit commit, String name) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository, name, commit.getTree())) {
      return walk == null
          ? Optional.empty()
          : Optional.of(
              new String(
                  repository.open(walk.getObjectId(0), Constants.OBJ_BLOB).getBytes(),
                  StandardCharsets.UTF_8));
    }
  }

  /** What became other in a file, as a unified diff; empty for nothing. */
  String diff(RevCommit from, RevCommit to, String file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.setRepository(repository);
      formatter.setPathFilter(PathFilter.create(file));
      formatter.format(from.getTree(), to.getTree());
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}

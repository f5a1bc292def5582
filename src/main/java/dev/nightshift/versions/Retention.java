package dev.nightshift.versions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * Keeps the repository bounded: the oldest runs go, and what nothing leads to any more goes with
 * them. Works while nobody else writes.
 */
final class Retention {
  /** One of 256 folders of loose objects; with so many in it there are some two thousand. */
  private static final int MANY = 8;

  private static final String SAMPLE = "objects/17";

  private final GitStore store;
  private final int keepRuns;

  Retention(GitStore store, int keepRuns) {
    this.store = store;
    this.keepRuns = keepRuns;
  }

  /** Takes away what is too much; a tenth more than is kept may gather first. */
  void apply() throws IOException {
    Runs runs = new Runs(store);
    List<String> ids = runs.ids();
    boolean tooMany = ids.size() > keepRuns + keepRuns / 10;
    if (tooMany) {
      for (String old : ids.subList(keepRuns, ids.size())) {
        runs.remove(old);
      }
    }
    if (tooMany || manyLooseObjects()) {
      collect();
    }
  }

  /** Takes away what nothing leads to, at once: in objects by themselves and in young packs too. */
  void collect() throws IOException {
    StoredConfig config = store.repository().getConfig();
    config.setString("gc", null, "pruneexpire", "now");
    config.setString("gc", null, "prunepackexpire", "now");
    try (Git git = Git.wrap(store.repository())) {
      git.gc().call();
    } catch (GitAPIException e) {
      throw new IOException("old versions could not be cleared: " + e.getMessage(), e);
    }
  }

  private boolean manyLooseObjects() throws IOException {
    Path sample = store.repository().getDirectory().toPath().resolve(SAMPLE);
    if (!Files.isDirectory(sample)) {
      return false;
    }
    try (Stream<Path> files = Files.list(sample)) {
      return files.count() >= MANY;
    }
  }
}

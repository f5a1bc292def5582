package dev.nightshift.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexDeletionPolicy;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * A commit whose files stay although newer ones are made.
 *
 * @param commit the one
 * @param by the writer that keeps them; another one would not
 */
record HeldCommit(IndexCommit commit, IndexWriter by) {
  /** What a writer must be configured with so that its commits can be held. */
  static IndexDeletionPolicy policy() {
    return new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
  }

  /** Holds the last commit of a writer. */
  static HeldCommit of(IndexWriter writer) throws IOException {
    return new HeldCommit(policy(writer).snapshot(), writer);
  }

  private static SnapshotDeletionPolicy policy(IndexWriter writer) {
    return (SnapshotDeletionPolicy) writer.getConfig().getIndexDeletionPolicy();
  }

  /** The commit's files, and what says that there is a memory. */
  List<Path> files(IndexFiles memory) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : commit.getFileNames()) {
      files.add(memory.index().resolve(name));
    }
    files.add(memory.created());
    return files;
  }

  /**
   * Lets the files go.
   *
   * @throws IOException when they may have gone before
   */
  void letGo() throws IOException {
    try {
      policy(by).release(commit);
      by.deleteUnusedFiles();
    } catch (AlreadyClosedException e) {
      throw new IOException("writing failed meanwhile, or the memory was closed", e);
    }
  }
}

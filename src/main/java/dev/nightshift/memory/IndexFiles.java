package dev.nightshift.memory;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * The files of a memory: {@code index/} is Lucene's, {@code log/} what is not in it yet, {@code
 * writer.lock} says who writes, {@code created} that there once was an index, so that a lost one is
 * not mistaken for a new one.
 *
 * @param root the memory's directory
 */
record IndexFiles(Path root) {
  /**
   * Lucene logs at each start whether it found the incubating vector module, which is the kernels'
   * business. Held here so that the filters are not collected.
   */
  private static final List<Logger> VECTOR_MODULE_HINTS =
      Stream.of("VectorizationProvider", "PanamaVectorizationProvider")
          .map(name -> Logger.getLogger("org.apache.lucene.internal.vectorization." + name))
          .toList();

  static {
    VECTOR_MODULE_HINTS.forEach(
        hint -> hint.setFilter(entry -> !entry.getMessage().contains("incubator")));
  }

  Path index() {
    return root.resolve("index");
  }

  Path log() {
    return root.resolve("log");
  }

  Path lock() {
    return root.resolve("writer.lock");
  }

  /** Names this home among those that share a log; in no backup. */
  Path member() {
    return root.resolve("member");
  }

  Path created() {
    return root.resolve("created");
  }

  /**
   * Makes this process the one that writes.
   *
   * @throws MemoryException LOCKED when another one does; IO
   */
  ProcessLock lockForWriting() {
    try {
      return ProcessLock.acquire(lock(), "writing the memory");
    } catch (HomeException e) {
      throw switch (e.code()) {
        case LOCKED ->
            new MemoryException(
                MemoryException.Code.LOCKED,
                "the memory is open elsewhere: "
                    + e.getMessage()
                    + "; stop that process, or let it do this through its HTTP interface",
                e);
        case IO -> new MemoryException(MemoryException.Code.IO, String.valueOf(e.getMessage()), e);
      };
    }
  }

  boolean wasCreated() {
    return Files.exists(created());
  }

  /** To be called after the first commit. */
  void markCreated() throws IOException {
    AtomicFiles.writeString(
        created(), "This directory holds a memory; without index/ beside this file it is lost.\n");
  }

  /**
   * Opens what was committed last, for reading.
   *
   * @param verify compare the checksum of every file
   * @throws MemoryException CORRUPT or IO
   */
  DirectoryReader openCommitted(boolean verify) {
    try {
      Directory directory = FSDirectory.open(index());
      DirectoryReader reader = DirectoryReader.open(directory);
      boolean sound = false;
      try {
        if (verify) {
          for (LeafReaderContext leaf : reader.leaves()) {
            leaf.reader().checkIntegrity();
          }
        }
        sound = true;
        return reader;
      } finally {
        if (!sound) {
          reader.close();
        }
      }
    } catch (IOException e) {
      throw failure("opened", e);
    } catch (RuntimeException e) {
      throw corrupt(e);
    }
  }

  /** What an error of Lucene means: damage, or a disk that does not do what it should. */
  MemoryException failure(String action, IOException e) {
    return switch (e) {
      case IndexFormatTooNewException _, IndexFormatTooOldException _ ->
          new MemoryException(
              MemoryException.Code.CORRUPT,
              "the memory in "
                  + index()
                  + " was written by another version of this program ("
                  + e.getMessage()
                  + "); use that version, or move the directory away to begin an empty memory",
              e);
      case CorruptIndexException _,
          IndexNotFoundException _,
          NoSuchFileException _,
          FileNotFoundException _,
          EOFException _ ->
          corrupt(e);
      default ->
          new MemoryException(
              MemoryException.Code.IO,
              "the memory in " + index() + " could not be " + action + ": " + e,
              e);
    };
  }

  private MemoryException corrupt(Exception e) {
    return new MemoryException(
        MemoryException.Code.CORRUPT,
        "the memory in "
            + index()
            + " is damaged ("
            + e
            + "); restore "
            + root
            + " from a backup, or move it away to begin an empty memory:"
            + " adapters and training data do not depend on it",
        e);
  }
}

package dev.nightshift.backup;

import dev.nightshift.memory.MemorySnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What goes into a backup.
 *
 * @param archive the file to write; must not exist
 * @param secrets whether application.yaml goes in as it is
 * @param models whether model files go in
 * @param memory takes a snapshot of the memory; empty when the home has none
 * @param database writes a copy of the state database to a file; empty when the home has none
 * @param databaseElsewhere where the state database is when it is not in the home, otherwise empty
 * @param known the model files of the home with their digests
 * @param secret whether a setting is a secret, by its full name
 * @param program version of the program
 * @param now the time
 */
public record BackupOrder(
    Path archive,
    boolean secrets,
    boolean models,
    Supplier<Optional<MemorySnapshot>> memory,
    Optional<DatabaseCopy> database,
    String databaseElsewhere,
    List<KnownModel> known,
    Predicate<String> secret,
    String program,
    Instant now) {
  public BackupOrder {
    archive = archive.toAbsolutePath().normalize();
    known = List.copyOf(known);
  }

  /** Copies the state database. */
  @FunctionalInterface
  public interface DatabaseCopy {
    /** Writes a copy as of now, which can be opened. */
    void to(Path file);
  }

  /**
   * A model's file in the home.
   *
   * @param file where it is
   * @param bytes its size
   * @param sha256 its digest
   */
  public record KnownModel(Path file, long bytes, String sha256) {}
}

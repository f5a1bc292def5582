package dev.nightshift.backup;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an archive holds; its last entry, as JSON with names in snake case.
 *
 * @param format of the archive; {@value #FORMAT} is the only one so far
 * @param program version of the program that made it
 * @param created when
 * @param home the path that the home had
 * @param database "h2" when the state database is in it, otherwise where it is: it has to be backed
 *     up with its own tools
 * @param formats versions of what wrote the files: java, lucene, h2
 * @param entries files, folders and links, folders before what is in them
 * @param models the model files of the home, in the archive or not
 * @param withoutSettings names of settings that were taken out of application.yaml, being secrets
 * @param leftOut parts of the home that are not in the archive
 */
public record BackupManifest(
    int format,
    String program,
    Instant created,
    String home,
    String database,
    List<Version> formats,
    List<Entry> entries,
    List<Model> models,
    List<String> withoutSettings,
    List<String> leftOut) {
  /** The format that this version writes and reads. */
  public static final int FORMAT = 1;

  public BackupManifest {
    formats = List.copyOf(formats);
    entries = List.copyOf(entries);
    models = List.copyOf(models);
    withoutSettings = List.copyOf(withoutSettings);
    leftOut = List.copyOf(leftOut);
    Set<String> paths = new HashSet<>();
    for (Entry entry : entries) {
      if (!paths.add(entry.path())) {
        throw new IllegalArgumentException(entry.path() + " is named twice");
      }
    }
  }

  /** All bytes of its files. */
  public long bytes() {
    return entries.stream().mapToLong(Entry::bytes).sum();
  }

  /** How many files it names. */
  public long files() {
    return entries.stream().filter(entry -> entry.kind() == Kind.FILE).count();
  }

  /** What an entry is. */
  public enum Kind {
    FILE,
    FOLDER,
    LINK
  }

  /**
   * The version of something.
   *
   * @param name of it
   * @param version as it says itself
   */
  public record Version(String name, String version) {}

  /**
   * A model's file.
   *
   * @param name of the file in the home's models folder; a path when it lies elsewhere
   * @param bytes its size
   * @param sha256 its digest
   * @param included whether it is in the archive
   */
  public record Model(String name, long bytes, String sha256, boolean included) {}

  /**
   * A file, a folder or a link.
   *
   * @param path below the home, with slashes
   * @param kind which of them
   * @param bytes size of a file, otherwise 0
   * @param sha256 digest of a file, otherwise empty
   * @param target of a link, relative to its folder, otherwise empty
   * @param permissions such as rw-r-----; empty for links
   */
  public record Entry(
      String path, Kind kind, long bytes, String sha256, String target, String permissions) {
    public Entry {
      var relative = ArchivedPath.require(path);
      switch (kind) {
        case FILE -> {
          if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(path + " has no size or no digest");
          }
        }
        case FOLDER -> {}
        case LINK -> ArchivedPath.requireTarget(relative, target);
      }
      if (kind != Kind.LINK) {
        PosixFilePermissions.fromString(permissions);
      }
    }
  }
}

package dev.nightshift.reliability;

/**
 * One change of the disk or of the database.
 *
 * @param kind what is done
 * @param target to what: a path below the home with what differs from run to run as {@code *}, or
 *     the beginning of an SQL statement
 */
public record Operation(Kind kind, String target) {
  /** What can be done. */
  public enum Kind {
    CREATE,
    WRITE,
    TRUNCATE,
    SYNC,
    MKDIR,
    SYNC_FOLDER,
    LINK,
    SYMLINK,
    MOVE,
    DELETE,
    SQL,
    COMMIT;

    /** Whether a full disk refuses it. */
    boolean takesRoom() {
      return switch (this) {
        case CREATE, WRITE, MKDIR, LINK, SYMLINK -> true;
        case TRUNCATE, SYNC, SYNC_FOLDER, MOVE, DELETE, SQL, COMMIT -> false;
      };
    }

    /** Whether it is done to files. */
    boolean onDisk() {
      return this != SQL && this != COMMIT;
    }
  }

  /** A path without what differs from run to run: times, digests, process ids, numbers. */
  static Operation of(Kind kind, java.nio.file.Path belowHome) {
    String name =
        belowHome
            .toString()
            .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "*")
            .replaceAll("\\d{8}T\\d{6}Z(_\\d{2})?", "*")
            .replaceAll("_[0-9a-f]{8}(?![0-9a-z])", "_*")
            .replaceAll("\\d{5,}", "*")
            .replaceAll("\\.\\*?\\d*-\\d+\\.writing", ".writing")
            .replaceAll("staging-[*0-9]+-\\*", "staging")
            .replaceAll("_[0-9a-z]{1,2}\\.", "_*.");
    return new Operation(kind, name);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + target;
  }
}

package dev.nightshift.memory;

/** Opens the log ahead of an index. */
@FunctionalInterface
interface LogOpening {
  /**
   * Opens it.
   *
   * @throws MemoryException DETACHED when it does not fit the index; CORRUPT, IO
   */
  AheadLog open(IndexFiles files, MemoryIndex index);

  /** A log of this memory's own; what the index lacks of it is brought there. */
  static AheadLog own(IndexFiles files, MemoryIndex index) {
    LogFit.requireOwn(index);
    WriteLog log = WriteLog.open(files.log(), index.logged());
    Acknowledging.recover(index, log, files.log());
    return log;
  }

  /** The log of a database. */
  static LogOpening shared(SharedDatabase database) {
    return (files, index) -> {
      if (!WriteLog.after(LogFit.applied(index), files.log()).isEmpty()) {
        throw LogFit.notShared();
      }
      return SharedLog.open(database, files, index);
    };
  }
}

package dev.nightshift.memory;

/** Takes what a log has, in the order of the log: each number once, none left out. */
interface Handover {
  /** Exchanges and feedback. */
  void written(Frame frame);

  /**
   * Something that is to be gone, of what came before and of nothing that comes later.
   *
   * @param number as {@link Frame#number}
   * @throws MemoryException when the index cannot be written; it is handed over again then
   */
  void erased(long number, Write.Erasure erasure);

  /**
   * Waits until more can be taken; to be called between many.
   *
   * @throws MemoryException when the index cannot be written
   */
  void makeRoom();
}

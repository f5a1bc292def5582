package dev.nightshift.memory;

/** Lets what the log has wait for the index; what is to be gone waits for nothing. */
final class Arrivals implements Handover {
  /** With so many bytes waiting nothing more is taken before the index has some. */
  private static final long MOST_WAITING =
      Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 32);

  private final Pending pending;
  private final Indexer indexer;
  private final Expunging expunging;

  Arrivals(Pending pending, Indexer indexer, Expunging expunging) {
    this.pending = pending;
    this.indexer = indexer;
    this.expunging = expunging;
  }

  @Override
  public void written(Frame frame) {
    pending.add(frame);
  }

  @Override
  public void erased(long number, Write.Erasure erasure) {
    expunging.owe(number);
    indexer.erase(number, erasure);
  }

  @Override
  public void makeRoom() {
    if (pending.footprint() > MOST_WAITING) {
      indexer.makeRoom(() -> pending.footprint() > MOST_WAITING, Pending.MANY);
    }
  }
}

package dev.nightshift.model;

/**
 * How the vocabulary's head is computed in training.
 *
 * @param words rows of the head in one product
 * @param count slices of that many words that make up the vocabulary
 * @param held whether all slices are in the computing type at once, for the whole of a step's head
 * @param positions whose logits are in memory at once
 */
record HeadSlices(int words, int count, boolean held, int positions) {
  /** Numbers of a slice. */
  private static final int SLICE = 1 << 23;

  /** Most bytes that a dequantised head may take; a larger one is dequantised where it is used. */
  private static final long HELD = 512L << 20;

  /** Most bytes of logits that are in memory at once. */
  private static final int LOGITS = 64 << 20;

  static HeadSlices of(ModelSpec spec, WeightForm form) {
    int words = Math.clamp(SLICE / spec.hidden(), 1, spec.vocabulary());
    int count = Math.ceilDiv(spec.vocabulary(), words);
    boolean held = !form.quantised || matrixBytes(spec, form) <= HELD;
    int positions = Math.clamp(LOGITS / spec.vocabulary() / form.elementBytes(), 32, 1024);
    return new HeadSlices(words, count, held, positions);
  }

  /** Bytes of the head in the computing type. */
  private static long matrixBytes(ModelSpec spec, WeightForm form) {
    return (long) spec.vocabulary() * spec.hidden() * form.elementBytes();
  }

  /** Most bytes that the head's work takes beside the weights as they are kept. */
  long bytes(ModelSpec spec, WeightForm form) {
    // Logits, and one slice of them as the product gives it.
    long logits = (long) positions * form.elementBytes() * (spec.vocabulary() + words);
    // A slice as it is used and as the library packs it.
    long slice = 2L * words * spec.hidden() * form.elementBytes();
    return logits + slice + (held && form.quantised ? matrixBytes(spec, form) : 0);
  }
}

package dev.nightshift.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The memory of a model's matrices that were copied side by side.
 *
 * @param arena how long it lives
 * @param bytes how much it is; 0 if nothing was copied
 */
record WeightCopies(Arena arena, long bytes) implements AutoCloseable {
  /**
   * Copies all matrices that gain by it, or none if that takes more than {@code most} bytes or than
   * the system has.
   */
  static WeightCopies of(List<WeightMatrix> matrices, long most, WorkerPool workers) {
    Arena arena = Arena.ofShared();
    long bytes = matrices.stream().mapToLong(WeightMatrix::copyBytes).sum();
    Optional<MemorySegment> memory =
        bytes > most ? Optional.empty() : LargePages.allocate(arena, bytes);
    if (memory.isEmpty()) {
      return new WeightCopies(arena, 0);
    }
    long at = 0;
    for (WeightMatrix matrix : matrices) {
      matrix.copy(memory.get().asSlice(at, matrix.copyBytes()), workers);
      at += matrix.copyBytes();
    }
    return new WeightCopies(arena, bytes);
  }

  @Override
  public void close() {
    arena.close();
  }
}

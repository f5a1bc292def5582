package dev.nightshift.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of a model's matrices that were copied side by side.
 *
 * @param arena how long it lives
 * @param bytes how much it is; 0 if nothing was copied
 */
record WeightCopies(Arena arena, long bytes) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WeightCopies.class);

  /**
   * Copies all matrices that gain by it, or none if that takes more than {@code most} bytes or than
   * the system has.
   */
  static WeightCopies of(List<WeightMatrix> matrices, long most, WorkerPool workers) {
    long bytes = matrices.stream().mapToLong(WeightMatrix::copyBytes).sum();
    Arena arena = Arena.ofShared();
    try {
      if (bytes <= most) {
        Optional<MemorySegment> memory = LargePages.allocate(arena, bytes);
        if (memory.isPresent()) {
          copy(matrices, memory.get(), workers);
          return new WeightCopies(arena, bytes);
        }
      }
      log.info(
          "the model's weights are computed where they lie in the file, which is slower: a copy of"
              + " {} MiB was to have at most {}",
          bytes >> 20,
          most >> 20);
      return new WeightCopies(arena, 0);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private static void copy(List<WeightMatrix> matrices, MemorySegment memory, WorkerPool workers) {
    long at = 0;
    for (WeightMatrix matrix : matrices) {
      matrix.copy(memory.asSlice(at, matrix.copyBytes()), workers);
      at += matrix.copyBytes();
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}

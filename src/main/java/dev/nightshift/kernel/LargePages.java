package dev.nightshift.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory outside the heap, in large pages where the system has them: those of Linux are asked for
 * by {@code madvise(2)}. Weights are read from end to end for every token, and small pages cost a
 * tenth of the time.
 */
@SuppressWarnings("restricted")
final class LargePages {
  /** Of x86-64, and of ARM with small pages of four kibibytes. */
  private static final long SIZE = 2L << 20;

  private static final Logger log = LoggerFactory.getLogger(LargePages.class);

  private static final int MADV_HUGEPAGE = 14;

  private LargePages() {}

  /**
   * Some memory, its contents undefined.
   *
   * @param arena how long it lives
   * @return empty when the system has not that much
   */
  static Optional<MemorySegment> allocate(Arena arena, long bytes) {
    if (bytes == 0 || !System.getProperty("os.name", "").startsWith("Linux")) {
      return Optional.of(arena.allocate(bytes, 64));
    }
    long whole = Math.ceilDiv(bytes, SIZE) * SIZE;
    try {
      MethodHandle allocate =
          function(
              "aligned_alloc", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
      MemorySegment memory = (MemorySegment) allocate.invokeExact(SIZE, whole);
      if (memory.address() == 0) {
        return Optional.empty();
      }
      MethodHandle free =
          linker().downcallHandle(symbol("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
      MemorySegment held = memory.reinterpret(whole, arena, segment -> release(free, segment));
      MethodHandle advise =
          function(
              "madvise",
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT);
      // Advice that is not taken makes no difference but to speed.
      int _ = (int) advise.invokeExact(held, whole, MADV_HUGEPAGE);
      return Optional.of(held);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      log.warn("memory outside the heap cannot be had from the system", e);
      return Optional.empty();
    }
  }

  private static void release(MethodHandle free, MemorySegment memory) {
    try {
      free.invokeExact(memory);
    } catch (Throwable e) {
      throw new IllegalStateException("memory cannot be given back to the system", e);
    }
  }

  private static MethodHandle function(String name, ValueLayout result, ValueLayout... parameters) {
    return linker().downcallHandle(symbol(name), FunctionDescriptor.of(result, parameters));
  }

  private static Linker linker() {
    return Linker.nativeLinker();
  }

  private static MemorySegment symbol(String name) {
    SymbolLookup standard = linker().defaultLookup();
    return standard.findOrThrow(name);
  }
}

package dev.nightshift.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads whose work nobody waits for give way to those somebody waits for. Java's own thread
 * priorities do nothing on Linux, where each thread has a nice value: {@code setpriority(2)} with
 * the thread's id.
 */
final class BackgroundThread {
  private static final Logger log = LoggerFactory.getLogger(BackgroundThread.class);

  /** A tenth of a busy processor, and all of an idle one. */
  private static final int NICE = 10;

  /** {@code PRIO_PROCESS}: on Linux one thread. */
  private static final int ONE_THREAD = 0;

  private BackgroundThread() {}

  /** Lowers the calling thread's priority for good; elsewhere than on Linux nothing happens. */
  @SuppressWarnings("restricted")
  static void giveWay() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      SymbolLookup symbols = SymbolLookup.libraryLookup("libc.so.6", arena);
      MethodHandle thread =
          linker.downcallHandle(
              symbols.findOrThrow("gettid"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
      MethodHandle priority =
          linker.downcallHandle(
              symbols.findOrThrow("setpriority"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT));
      int failed = (int) priority.invokeExact(ONE_THREAD, (int) thread.invokeExact(), NICE);
      log.debug("background work gives way: {}", failed == 0);
    } catch (Throwable e) {
      log.debug("the system does not let background work give way", e);
    }
  }
}

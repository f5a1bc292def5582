package dev.nightshift.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one PyTorch library of this process: what has to be set before it loads, its threads, its
 * device. A process that never calls {@link #start} never loads it.
 */
public final class NativeRuntime {
  private static final Logger log = LoggerFactory.getLogger(NativeRuntime.class);
  private static boolean started;

  private NativeRuntime() {}

  /**
   * Loads the library on the first call; later calls only set the number of threads.
   *
   * @param threads that one operator may use; 0 takes all cores; waiting ones sleep (see {@link
   *     #passiveOpenMp}), so that a busy machine costs speed and nothing else
   */
  public static synchronized void start(int threads) {
    int wanted = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    if (!started) {
      defaultProperty("ai.djl.offline", "true");
      defaultProperty("ai.djl.pytorch.graph_optimizer", "false");
      defaultProperty("ai.djl.pytorch.num_interop_threads", "1");
      passiveOpenMp();
      // A failed load must leave a clear error to every caller, not only to the first.
      Engine engine = Engine.getEngine("PyTorch");
      log.debug("PyTorch {} with {} threads on {}", engine.getVersion(), wanted, device());
      started = true;
    }
    JniUtils.setNumThreads(wanted);
  }

  /** A root of tensors on {@link #device()}; whoever opens it closes it. */
  public static NDManager newManager() {
    return NDManager.newBaseManager(device(), "PyTorch");
  }

  /** The first GPU that the loaded library can use, else the CPU. */
  public static Device device() {
    return Engine.getEngine("PyTorch").getGpuCount() > 0 ? Device.gpu() : Device.cpu();
  }

  /**
   * Whether there is a GPU that the library can use. The library is loaded to find out only where
   * the system has an NVIDIA driver.
   */
  public static boolean hasGpu() {
    if (!Files.exists(Path.of("/proc/driver/nvidia/version"))) {
      return false;
    }
    start(1);
    return device().isGpu();
  }

  /** Memory of the GPU that is free; empty where {@link #device} is the CPU. */
  public static OptionalLong freeDeviceBytes() {
    Device device = device();
    if (!device.isGpu()) {
      return OptionalLong.empty();
    }
    MemoryUsage usage = CudaUtils.getGpuMemory(device);
    return OptionalLong.of(usage.getMax() - usage.getCommitted());
  }

  /**
   * Gives memory that the C library holds in holes between blocks back to the system: after a load,
   * whose blocks of many sizes leave such. Nothing where the library has no {@code malloc_trim}.
   */
  @SuppressWarnings("restricted")
  public static void releaseUnused() {
    Linker linker = Linker.nativeLinker();
    Optional<MethodHandle> trim =
        linker
            .defaultLookup()
            .find("malloc_trim")
            .map(
                address ->
                    linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    if (trim.isEmpty()) {
      return; // not glibc
    }
    try {
      int released = (int) trim.get().invokeExact(0L);
      log.debug("malloc_trim: {}", released);
    } catch (Throwable e) {
      throw new IllegalStateException("malloc_trim could not be called", e);
    }
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /**
   * OpenMP reads its wait policy from the process environment once, when it is loaded; Java cannot
   * set that for itself, so libc's setenv does. Not overwritten when an operator has set it.
   */
  @SuppressWarnings("restricted")
  private static void passiveOpenMp() {
    Linker linker = Linker.nativeLinker();
    Optional<MethodHandle> setenv =
        linker
            .defaultLookup()
            .find("setenv")
            .map(
                address ->
                    linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT)));
    if (setenv.isEmpty()) {
      return; // not a POSIX system
    }
    try (Arena arena = Arena.ofConfined()) {
      int result =
          (int)
              setenv
                  .get()
                  .invokeExact(
                      arena.allocateFrom("OMP_WAIT_POLICY"), arena.allocateFrom("PASSIVE"), 0);
      if (result != 0) {
        log.warn("OMP_WAIT_POLICY could not be set; waiting native threads will spin");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setenv could not be called", e);
    }
  }
}

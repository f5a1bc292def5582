package dev.nightshift.inference;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the embedded engine computes.
 *
 * @param precision what weights are computed in
 * @param threads that compute; 0 takes all cores for the kernels, whose threads give way to others,
 *     and half of the cores for PyTorch, whose threads gain nothing from more on single tokens
 * @param contextLimit most tokens of prompt and answer together; the model's own limit if that is
 *     lower
 * @param queueSize requests that may wait; one more is refused
 * @param adapterCache adapters kept in native memory at once
 * @param batchSize requests that are answered together
 * @param kvCacheMegabytes most memory for the keys and values of requests and of remembered prompts
 *     that the kernels may take of the JVM's heap, in MiB: a request waits until all that it may
 *     come to need is free. 0 is a third of the largest heap: a garbage collector may take up to
 *     twice as much for large arrays as they hold. Not for PyTorch, whose memory is native
 * @param decoder what computes
 */
public record EngineSettings(
    @DefaultValue("float32") Precision precision,
    @DefaultValue("0") int threads,
    @DefaultValue("4096") int contextLimit,
    @DefaultValue("32") int queueSize,
    @DefaultValue("4") int adapterCache,
    @DefaultValue("16") int batchSize,
    @DefaultValue("0") int kvCacheMegabytes,
    @DefaultValue("auto") Computing decoder) {
  private static final int MOST_MEGABYTES = 1 << 20;

  /** Share of the heap for keys and values, as a divisor. */
  private static final long SHARE_OF_HEAP = 3;

  /** What computes. */
  public enum Computing {
    /** The kernels where they can run the model and there is no GPU, otherwise PyTorch. */
    AUTO,
    /** The kernels; a model that they cannot run is refused. */
    BLOCKS,
    /** PyTorch. */
    TORCH
  }

  /** What weights are computed in. */
  public enum Precision {
    /** Exactly what the file holds. */
    FLOAT32,
    /** Half the memory; log-probabilities move by about 0.03. */
    BFLOAT16
  }

  public EngineSettings {
    require(threads >= 0 && threads <= 1024, "threads", threads, "0 (automatic) to 1024");
    require(contextLimit >= 16, "contextLimit", contextLimit, "at least 16");
    require(queueSize >= 1, "queueSize", queueSize, "at least 1");
    require(adapterCache >= 1, "adapterCache", adapterCache, "at least 1");
    require(batchSize >= 1 && batchSize <= 64, "batchSize", batchSize, "1 to 64");
    require(
        kvCacheMegabytes >= 0 && kvCacheMegabytes <= MOST_MEGABYTES,
        "kvCacheMegabytes",
        kvCacheMegabytes,
        "0 (automatic) to " + MOST_MEGABYTES);
  }

  /** Exact, with whatever is fastest here. */
  public static EngineSettings defaults() {
    return new EngineSettings(Precision.FLOAT32, 0, 4096, 32, 4, 16, 0, Computing.AUTO);
  }

  /** The same with another limit of prompt and answer together. */
  public EngineSettings withContextLimit(int tokens) {
    return new EngineSettings(
        precision, threads, tokens, queueSize, adapterCache, batchSize, kvCacheMegabytes, decoder);
  }

  /** The same for one of several engines in this process, which share the memory. */
  public EngineSettings oneOf(int engines) {
    int share = (int) Math.min(MOST_MEGABYTES, Math.max(1, (kvCacheBytes() >> 20) / engines));
    return engines == 1
        ? this
        : new EngineSettings(
            precision, threads, contextLimit, queueSize, adapterCache, batchSize, share, decoder);
  }

  /** The same where no GPU may be used: what the kernels compute, they compute exactly. */
  public EngineSettings onProcessor() {
    return new EngineSettings(
        Precision.FLOAT32,
        threads,
        contextLimit,
        queueSize,
        adapterCache,
        batchSize,
        kvCacheMegabytes,
        Computing.BLOCKS);
  }

  /** The threads of the kernels: those set, otherwise all cores. */
  int kernelThreads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }

  /** The threads of PyTorch: those set, otherwise half of the cores. */
  int torchThreads() {
    return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Bytes that keys and values may take. */
  long kvCacheBytes() {
    return kvCacheMegabytes > 0
        ? (long) kvCacheMegabytes << 20
        : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
  }

  private static void require(boolean holds, String component, int value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(component + " must be " + allowed + ": " + value);
    }
  }
}

package dev.nightshift.inference;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.TransformerProgram;
import dev.nightshift.model.WeightForm;
import dev.nightshift.tensor.NativeRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A base model in this process that answers with any adapter, chosen request by request.
 * Thread-safe: one request computes, the others wait in the order in which they came.
 *
 * <p>All methods throw {@link EngineException}; a failed request leaves the engine usable.
 */
public final class EmbeddedEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedEngine.class);

  private final EngineSettings settings;
  private final PromptEncoder prompts;
  private final LoadedModel model;
  private final ComputeThread compute;
  private final NativeAdapters adapters;
  private final AdapterFiles files;
  private final PromptCache known;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReadWriteLock encoding = new ReentrantReadWriteLock();

  private EmbeddedEngine(EngineSettings settings, PromptEncoder prompts, LoadedModel model) {
    this.settings = settings;
    this.prompts = prompts;
    this.model = model;
    this.compute = new ComputeThread(settings.queueSize());
    this.known = new PromptCache(model.program());
    this.adapters = new NativeAdapters(model.spec(), settings.adapterCache());
    this.files = new AdapterFiles(model.spec(), settings.adapterCache());
  }

  /**
   * Loads a base model; takes about a second for 135 million parameters.
   *
   * @throws dev.nightshift.gguf.GgufException for a file that cannot be read
   * @throws dev.nightshift.model.ModelException for a model that cannot be run
   */
  public static EmbeddedEngine load(Path gguf, EngineSettings settings) {
    long start = System.nanoTime();
    try (GgufFile file = GgufFile.open(gguf)) {
      ModelSpec spec = ModelSpec.of(file);
      CompletableFuture<PromptEncoder> prompts =
          CompletableFuture.supplyAsync(() -> PromptEncoder.of(file));
      LoadedModel model;
      try {
        NativeRuntime.start(settings.threadsToUse());
        model = model(file, spec, settings);
      } finally {
        // The file must stay mapped for as long as the other thread reads it.
        prompts.exceptionally(e -> null).join();
      }
      EmbeddedEngine engine = new EmbeddedEngine(settings, prompts.join(), model);
      log.debug("{} loaded in {} ms", gguf, (System.nanoTime() - start) / 1_000_000);
      return engine;
    }
  }

  private static LoadedModel model(GgufFile file, ModelSpec spec, EngineSettings settings) {
    WeightForm form =
        switch (settings.precision()) {
          case FLOAT32 -> WeightForm.FLOAT32;
          case BFLOAT16 -> WeightForm.BFLOAT16;
        };
    int positions = Math.min(spec.contextLength(), settings.contextLimit());
    ModelWeights weights = ModelWeights.load(file, spec, form, positions);
    return new LoadedModel(spec, weights, TransformerProgram.compile(spec, form));
  }

  /** What the base is. */
  public ModelSpec spec() {
    return model.spec();
  }

  /** How conversations become tokens. */
  public PromptEncoder prompts() {
    return prompts;
  }

  /** Requests that wait now. */
  public int waiting() {
    return compute.waiting();
  }

  /** Requests that may wait; one more is refused. */
  public int queueSize() {
    return settings.queueSize();
  }

  /** Reads and checks an adapter, or gives the one that was read from the same unchanged file. */
  public AdapterWeights adapter(Path gguf) {
    return files.get(gguf);
  }

  /** Answers one request. */
  public Completion complete(CompletionRequest request) {
    int[] prompt = encode(request);
    int maxTokens = room(prompt.length, request.maxTokens());
    Limits limits = new Limits(request.timeout(), request.cancelled());
    return compute.call(
        () ->
            new Decoding(model, prompts.tokenizer(), known)
                .run(prompt, maxTokens, request, adapters.of(request.adapter()), limits),
        limits);
  }

  /**
   * Answers many greedy requests, several together: far faster than one by one, with the same
   * answers. Other requests come in between batches. A request that is cancelled or late fails the
   * whole call.
   *
   * @param requests with temperature 0; listeners are told
   * @return in the order of the requests
   */
  public List<Completion> completeAll(List<CompletionRequest> requests) {
    List<BatchRow> rows = new ArrayList<>();
    for (CompletionRequest request : requests) {
      if (request.temperature() != 0) {
        throw new IllegalArgumentException("only greedy requests can be answered together");
      }
      int[] prompt = encode(request);
      int maxTokens = room(prompt.length, request.maxTokens());
      rows.add(new BatchRow(rows.size(), request, prompt, maxTokens, prompts.tokenizer().stream()));
    }
    Completion[] answers = new Completion[rows.size()];
    for (List<BatchRow> batch : BatchRow.batches(rows, settings.batchSize())) {
      Limits limits = BatchRow.limits(batch);
      @Nullable AdapterWeights adapter = batch.getFirst().request().adapter();
      compute.call(
          () -> {
            new BatchDecoding(model, prompts.tokenizer(), adapters.of(adapter), limits, batch)
                .run();
            return true;
          },
          limits);
      batch.forEach(row -> answers[row.index()] = row.completion());
    }
    return Arrays.asList(answers);
  }

  /**
   * How probable the model finds a text that it is given.
   *
   * @param prompt tokens before it, at least one
   * @param continuation tokens to judge
   * @return natural logarithms, one per token of the continuation
   */
  public double[] logProbabilities(
      int[] prompt, int[] continuation, @Nullable AdapterWeights adapter) {
    if (prompt.length == 0 || continuation.length == 0) {
      throw new IllegalArgumentException("prompt and continuation must not be empty");
    }
    room(prompt.length, continuation.length);
    if (prompt.length + continuation.length - 1 > model.weights().positions()) {
      throw tooLong(prompt.length + continuation.length);
    }
    Limits limits = new Limits(Duration.ofMinutes(5), () -> false);
    return compute.call(
        () -> {
          AdapterTensors tensors = adapters.of(adapter);
          try (NDManager scope = NativeRuntime.newManager()) {
            return model.score(scope, prompt, continuation, tensors);
          }
        },
        limits);
  }

  /** Native arrays held between requests: weights and the adapters used last. */
  int nativeArrays() {
    Limits limits = new Limits(Duration.ofMinutes(5), () -> false);
    return compute.call(() -> model.weights().nativeArrays() + adapters.nativeArrays(), limits);
  }

  /** The prompt's tokens; the tokenizer is not freed while one of these runs. */
  private int[] encode(CompletionRequest request) {
    encoding.readLock().lock();
    try {
      if (closed.get()) {
        throw new EngineException(Code.CLOSED, "the engine is closed");
      }
      return prompts.encode(request.messages(), true);
    } finally {
      encoding.readLock().unlock();
    }
  }

  /** How many tokens may be written after a prompt. */
  private int room(int promptTokens, int wanted) {
    int room = model.weights().positions() - promptTokens;
    if (room < 1) {
      throw tooLong(promptTokens);
    }
    return Math.min(room, wanted);
  }

  private EngineException tooLong(int tokens) {
    return new EngineException(
        Code.CONTEXT,
        "the prompt has %d tokens, but prompt and answer together may have %d: shorten it, or raise the engine's contextLimit (this model allows %d)"
            .formatted(tokens, model.weights().positions(), model.spec().contextLength()));
  }

  /** Finishes what was accepted, refuses what comes later, and frees all native memory. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!compute.drain()) {
      log.warn("the engine still computes; its native memory is left to the end of the process");
      return;
    }
    known.close();
    adapters.close();
    model.close();
    encoding.writeLock().lock();
    try {
      prompts.tokenizer().close();
    } finally {
      encoding.writeLock().unlock();
    }
  }
}

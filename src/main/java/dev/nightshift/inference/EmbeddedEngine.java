package dev.nightshift.inference;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
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

  private final GgufFile file;
  private final int queueSize;
  private final ModelSpec spec;
  private final PromptEncoder prompts;
  private final Decoder decoder;
  private final AdapterFiles files;
  private final Constraints constraints;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReadWriteLock encoding = new ReentrantReadWriteLock();

  private EmbeddedEngine(
      GgufFile file,
      ModelSpec spec,
      EngineSettings settings,
      PromptEncoder prompts,
      Decoder decoder) {
    this.file = file;
    this.queueSize = settings.queueSize();
    this.spec = spec;
    this.prompts = prompts;
    this.decoder = decoder;
    this.files = new AdapterFiles(spec, settings.adapterCache());
    this.constraints = new Constraints(prompts.tokenizer());
  }

  /**
   * Loads a base model.
   *
   * @throws dev.nightshift.gguf.GgufException for a file that cannot be read
   * @throws dev.nightshift.model.ModelException for a model that cannot be run
   */
  public static EmbeddedEngine load(Path gguf, EngineSettings settings) {
    return load(gguf, settings, Decoders::choose);
  }

  /** As above with what is chosen to compute. */
  static EmbeddedEngine load(Path gguf, EngineSettings settings, DecoderChoice decoders) {
    long start = System.nanoTime();
    GgufFile file = GgufFile.open(gguf);
    // Not on a pool's thread: the tokenizer's library is found by the caller's class loader, which
    // in a started jar is not the system's.
    CompletableFuture<PromptEncoder> prompts =
        CompletableFuture.supplyAsync(
            () -> PromptEncoder.of(file), Thread.ofPlatform().name("tokenizer").daemon()::start);
    try {
      ModelSpec spec = ModelSpec.of(file);
      Decoder decoder = decoders.choose(file, spec, settings, () -> prompts.join().tokenizer());
      try {
        EmbeddedEngine engine = new EmbeddedEngine(file, spec, settings, join(prompts), decoder);
        log.info(
            "{} computes with {}; loaded in {} ms",
            spec.name(),
            decoder.description(),
            (System.nanoTime() - start) / 1_000_000);
        return engine;
      } catch (RuntimeException | Error e) {
        decoder.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      // The file must stay mapped for as long as the other thread reads it.
      PromptEncoder read = prompts.exceptionally(failure -> null).join();
      if (read != null) {
        read.tokenizer().close();
      }
      file.close();
      throw e;
    }
  }

  /** Chooses what computes a file. */
  interface DecoderChoice {
    Decoder choose(
        GgufFile file, ModelSpec spec, EngineSettings settings, Supplier<Tokenizer> tokenizer);
  }

  private static PromptEncoder join(CompletableFuture<PromptEncoder> prompts) {
    try {
      return prompts.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** What the base is. */
  public ModelSpec spec() {
    return spec;
  }

  /** How conversations become tokens. */
  public PromptEncoder prompts() {
    return prompts;
  }

  /** What computes, in a few words for people. */
  public String description() {
    return decoder.description();
  }

  /** Where it computes: {@code cpu} or {@code cuda}. */
  public String device() {
    return decoder.device();
  }

  /** Requests that wait now. */
  public int waiting() {
    return decoder.waiting();
  }

  /** Requests that may wait; one more is refused. */
  public int queueSize() {
    return queueSize;
  }

  /** Reads and checks an adapter, or gives the one that was read from the same unchanged file. */
  public AdapterWeights adapter(Path gguf) {
    return files.get(gguf);
  }

  /** Answers one request. */
  public Completion complete(CompletionRequest request) {
    return decoder.complete(row(0, request));
  }

  /**
   * Answers many greedy requests, several together: far faster than one by one, with the same
   * answers. Other requests come in between. Each one's time runs from when it is begun. A request
   * that is cancelled or late fails the whole call.
   *
   * @param requests with temperature 0; listeners are told
   * @return in the order of the requests
   */
  public List<Completion> completeAll(List<CompletionRequest> requests) {
    List<AnswerRow> rows = new ArrayList<>();
    for (CompletionRequest request : requests) {
      if (request.temperature() != 0) {
        throw new IllegalArgumentException("only greedy requests can be answered together");
      }
      rows.add(row(rows.size(), request));
    }
    decoder.completeAll(rows);
    Completion[] answers = new Completion[rows.size()];
    rows.forEach(row -> answers[row.index()] = row.completion());
    return Arrays.asList(answers);
  }

  private AnswerRow row(int index, CompletionRequest request) {
    int[] prompt = encode(request);
    int maxTokens = room(prompt.length, request.maxTokens());
    return new AnswerRow(
        index,
        request,
        prompt,
        maxTokens,
        prompts.tokenizer().stream(),
        constraints.begin(request.constraint(), maxTokens, request.timeout()));
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
    if (prompt.length + continuation.length - 1 > decoder.positions()) {
      throw tooLong(prompt.length + continuation.length);
    }
    return decoder.score(prompt, continuation, adapter);
  }

  /** Native arrays held between requests: weights and the adapters used last. */
  int nativeArrays() {
    return decoder.nativeArrays();
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

  /** How many tokens a text is; empty once the engine is closed. */
  public OptionalInt countTokens(String text) {
    encoding.readLock().lock();
    try {
      return closed.get()
          ? OptionalInt.empty()
          : OptionalInt.of(prompts.tokenizer().encode(text).length);
    } finally {
      encoding.readLock().unlock();
    }
  }

  /** Most tokens of a prompt and its answer together. */
  public int contextTokens() {
    return decoder.positions();
  }

  /** How many tokens may be written after a prompt. */
  private int room(int promptTokens, int wanted) {
    int room = decoder.positions() - promptTokens;
    if (room < 1) {
      throw tooLong(promptTokens);
    }
    return Math.min(room, wanted);
  }

  private EngineException tooLong(int tokens) {
    return new EngineException(
        Code.CONTEXT,
        "the prompt has %d tokens, but prompt and answer together may have %d: shorten it, or raise the engine's contextLimit (this model allows %d)"
            .formatted(tokens, decoder.positions(), spec.contextLength()));
  }

  /** Finishes what was accepted, refuses what comes later, and frees all native memory. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!decoder.drain()) {
      log.warn("the engine still computes; its memory is left to the end of the process");
      return;
    }
    file.close();
    encoding.writeLock().lock();
    try {
      prompts.tokenizer().close();
    } finally {
      encoding.writeLock().unlock();
    }
  }
}

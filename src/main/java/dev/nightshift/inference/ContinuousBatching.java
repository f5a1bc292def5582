package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.TokenChunk;
import dev.nightshift.model.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a {@link BlockDecoder}: each pass runs one token of every answer that is being
 * written, and a piece of the prompts that were added.
 */
final class ContinuousBatching implements Runnable {
  /** Tokens of prompts in a pass when nobody waits for a next token. */
  private static final int PROMPT_PIECE = 256;

  /** The same while others are being answered: they should not notice much. */
  private static final int PROMPT_PIECE_BESIDE_OTHERS = 64;

  /** Loading tokenizer and template takes about as long. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final BlockTransformer transformer;
  private final BlockAdapters adapters;
  private final WaitingRequests waiting;
  private final int most;
  private final Supplier<Tokenizer> tokenizer;
  private final PrefixCache known;
  private final List<RunningRequest> single = new ArrayList<>();
  private final List<RunningRequest> ofBatches = new ArrayList<>();

  /**
   * A thread's work.
   *
   * @param most single requests that are answered together, and as many of batches besides
   */
  ContinuousBatching(
      BlockTransformer transformer,
      BlockAdapters adapters,
      WaitingRequests waiting,
      int most,
      Supplier<Tokenizer> tokenizer) {
    this.transformer = transformer;
    this.adapters = adapters;
    this.waiting = waiting;
    this.most = most;
    this.tokenizer = tokenizer;
    this.known = new PrefixCache(transformer.spec());
  }

  @Override
  public void run() {
    try {
      transformer.warmUp(WARM_UP);
      while (!single.isEmpty() || !ofBatches.isEmpty() || waiting.await()) {
        for (Runnable next = waiting.nextErrand(); next != null; next = waiting.nextErrand()) {
          next.run();
        }
        admit();
        pass();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread: it ends with the process.
      Thread.currentThread().interrupt();
    }
  }

  private void admit() {
    while (single.size() < most && begin(waiting.nextSingle(), single)) {}
    while (single.size() + ofBatches.size() < most && begin(waiting.nextOfBatch(), ofBatches)) {}
  }

  /** False if there is nothing to begin. */
  private boolean begin(@Nullable RunningRequest running, List<RunningRequest> where) {
    if (running == null) {
      return false;
    }
    try {
      AdapterWeights adapter = running.row().request().adapter();
      running.begin(known.of(running.row().prompt(), digest(adapter)), adapters.of(adapter));
      where.add(running);
    } catch (RuntimeException | Error e) {
      running.result().completeExceptionally(e);
    }
    return true;
  }

  private static String digest(@Nullable AdapterWeights adapter) {
    return adapter == null ? "" : adapter.digest();
  }

  private void pass() {
    leave(single);
    leave(ofBatches);
    List<RunningRequest> all = new ArrayList<>(single);
    all.addAll(ofBatches);
    boolean beside = all.stream().anyMatch(running -> running.promptLeft() == 0);
    int promptTokens = beside ? PROMPT_PIECE_BESIDE_OTHERS : PROMPT_PIECE;
    List<RunningRequest> now = new ArrayList<>();
    List<TokenChunk> chunks = new ArrayList<>();
    for (RunningRequest running : all) {
      boolean prompt = running.promptLeft() > 0;
      if (!prompt || promptTokens > 0) {
        TokenChunk next = running.next(promptTokens);
        now.add(running);
        chunks.add(next);
        promptTokens -= prompt ? next.tokens().length : 0;
      }
    }
    if (!now.isEmpty()) {
      run(now, chunks);
    }
  }

  /** Lets those go whose time is up or whom nobody waits for. */
  private static void leave(List<RunningRequest> requests) {
    requests.removeIf(
        running -> {
          try {
            running.limits().check();
            return false;
          } catch (RuntimeException e) {
            running.result().completeExceptionally(e);
            return true;
          }
        });
  }

  private void run(List<RunningRequest> now, List<TokenChunk> chunks) {
    float[] logits;
    try {
      logits = transformer.run(chunks);
    } catch (RuntimeException | Error e) {
      now.forEach(running -> finish(running, e));
      return;
    }
    int count = transformer.spec().vocabulary();
    int output = 0;
    for (int i = 0; i < now.size(); i++) {
      if (chunks.get(i).outputs() > 0) {
        take(now.get(i), chunks.get(i), logits, output * count);
        output++;
      }
    }
  }

  private void take(RunningRequest running, TokenChunk chunk, float[] logits, int at) {
    try {
      AnswerRow row = running.row();
      if (chunk.known().length() == row.prompt().length) {
        known.keep(row.prompt(), running.known(), digest(row.request().adapter()));
      }
      int count = transformer.spec().vocabulary();
      if (row.take(logits, at, count, tokenizer.get().eosIds())) {
        remove(running);
        running.result().complete(row.completion());
      }
    } catch (RuntimeException | Error e) {
      finish(running, e);
    }
  }

  private void finish(RunningRequest running, Throwable failure) {
    remove(running);
    running
        .result()
        .completeExceptionally(
            failure instanceof EngineException || failure instanceof Error
                ? failure
                : new EngineException(Code.NATIVE, "the engine failed: " + failure, failure));
  }

  private void remove(RunningRequest running) {
    if (!single.remove(running)) {
      ofBatches.remove(running);
    }
  }
}

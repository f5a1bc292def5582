package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.Stretch;
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
final class WritingTogether implements Runnable {
  /** Tokens of prompts in a pass when nobody waits for a next token. */
  private static final int PROMPT_PIECE = 256;

  /** The same while others are being answered: they should not notice much. */
  private static final int PROMPT_PIECE_BESIDE_OTHERS = 64;

  /** Loading tokenizer and template takes about as long. */
  private static final Duration REHEARSAL = Duration.ofSeconds(2);

  private final BlockTransformer transformer;
  private final BlockAdapters adapters;
  private final WaitingRequests waiting;
  private final int most;
  private final Supplier<Tokenizer> tokenizer;
  private final KnownBeginnings known;
  private final List<Writing> single = new ArrayList<>();
  private final List<Writing> ofBatches = new ArrayList<>();

  /**
   * A thread's work.
   *
   * @param most single requests that are answered together, and as many of batches besides
   */
  WritingTogether(
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
    this.known = new KnownBeginnings(transformer.spec());
  }

  @Override
  public void run() {
    try {
      transformer.rehearse(REHEARSAL);
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
  private boolean begin(@Nullable Writing writing, List<Writing> where) {
    if (writing == null) {
      return false;
    }
    try {
      AdapterWeights adapter = writing.row().request().adapter();
      writing.begin(known.of(writing.row().prompt(), digest(adapter)), adapters.of(adapter));
      where.add(writing);
    } catch (RuntimeException | Error e) {
      writing.result().completeExceptionally(e);
    }
    return true;
  }

  private static String digest(@Nullable AdapterWeights adapter) {
    return adapter == null ? "" : adapter.digest();
  }

  private void pass() {
    leave(single);
    leave(ofBatches);
    List<Writing> all = new ArrayList<>(single);
    all.addAll(ofBatches);
    boolean beside = all.stream().anyMatch(writing -> writing.promptLeft() == 0);
    int promptTokens = beside ? PROMPT_PIECE_BESIDE_OTHERS : PROMPT_PIECE;
    List<Writing> now = new ArrayList<>();
    List<Stretch> stretches = new ArrayList<>();
    for (Writing writing : all) {
      boolean prompt = writing.promptLeft() > 0;
      if (!prompt || promptTokens > 0) {
        Stretch next = writing.next(promptTokens);
        now.add(writing);
        stretches.add(next);
        promptTokens -= prompt ? next.tokens().length : 0;
      }
    }
    if (!now.isEmpty()) {
      run(now, stretches);
    }
  }

  /** Lets those go whose time is up or whom nobody waits for. */
  private static void leave(List<Writing> writings) {
    writings.removeIf(
        writing -> {
          try {
            writing.limits().check();
            return false;
          } catch (RuntimeException e) {
            writing.result().completeExceptionally(e);
            return true;
          }
        });
  }

  private void run(List<Writing> now, List<Stretch> stretches) {
    float[] logits;
    try {
      logits = transformer.run(stretches);
    } catch (RuntimeException | Error e) {
      now.forEach(writing -> finish(writing, e));
      return;
    }
    int count = transformer.spec().vocabulary();
    int output = 0;
    for (int i = 0; i < now.size(); i++) {
      if (stretches.get(i).outputs() > 0) {
        take(now.get(i), stretches.get(i), logits, output * count);
        output++;
      }
    }
  }

  private void take(Writing writing, Stretch stretch, float[] logits, int at) {
    try {
      AnswerRow row = writing.row();
      if (stretch.known().length() == row.prompt().length) {
        known.keep(row.prompt(), writing.known(), digest(row.request().adapter()));
      }
      int count = transformer.spec().vocabulary();
      if (writing.take(logits, at, count, tokenizer.get().eosIds())) {
        remove(writing);
        writing.result().complete(row.completion());
      }
    } catch (RuntimeException | Error e) {
      finish(writing, e);
    }
  }

  private void finish(Writing writing, Throwable failure) {
    remove(writing);
    writing
        .result()
        .completeExceptionally(
            failure instanceof EngineException || failure instanceof Error
                ? failure
                : new EngineException(Code.NATIVE, "the engine failed: " + failure, failure));
  }

  private void remove(Writing writing) {
    if (!single.remove(writing)) {
      ofBatches.remove(writing);
    }
  }
}

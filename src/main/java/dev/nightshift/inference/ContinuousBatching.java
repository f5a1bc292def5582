package dev.nightshift.inference;

import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.TokenChunk;
import dev.nightshift.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link BlockDecoder}: each pass runs one token of every answer that is being
 * written, and a piece of the prompts that were added. A request is begun in its turn, when there
 * is a place for it and room for all its keys and values; remembered prompts make room first.
 *
 * <p>Whatever a pass fails with, an {@link OutOfMemoryError} too, fails the requests that were in
 * it and nothing else.
 */
final class ContinuousBatching implements Runnable {
  /** What computes: logits [outputs of all chunks, vocabulary] of chunks, as a transformer does. */
  interface ForwardPass {
    float[] run(List<TokenChunk> chunks);
  }

  private static final Logger log = LoggerFactory.getLogger(ContinuousBatching.class);

  /** Tokens of prompts in a pass when nobody waits for a next token. */
  private static final int PROMPT_PIECE = 256;

  /** The same while others are being answered: they should not notice much. */
  private static final int PROMPT_PIECE_BESIDE_OTHERS = 64;

  private final ForwardPass forward;
  private final BlockAdapters adapters;
  private final WaitingRequests waiting;
  private final int most;
  private final KeyValueBudget budget;
  private final PrefixCache known;
  private final int vocabulary;
  private final List<RunningRequest> single;
  private final List<RunningRequest> ofBatches;

  /**
   * A thread's work.
   *
   * @param most single requests that are answered together, and as many of batches besides
   */
  ContinuousBatching(
      ForwardPass forward,
      ModelSpec spec,
      BlockAdapters adapters,
      WaitingRequests waiting,
      int most,
      KeyValueBudget budget,
      PrefixCache known) {
    this.forward = forward;
    this.adapters = adapters;
    this.waiting = waiting;
    this.most = most;
    this.budget = budget;
    this.known = known;
    this.vocabulary = spec.vocabulary();
    this.single = new ArrayList<>(most);
    this.ofBatches = new ArrayList<>(most);
  }

  /** Computes until the queue is closed and all is done. */
  @Override
  public void run() {
    try {
      while (!single.isEmpty() || !ofBatches.isEmpty() || waiting.await()) {
        try {
          leave(single);
          leave(ofBatches);
          admit();
          pass();
        } catch (RuntimeException | Error e) {
          makeRoom(e);
          failAll(single, e);
          failAll(ofBatches, e);
          log.error("the engine goes on after a failure that ended all its requests", e);
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread: it ends with the process.
      Thread.currentThread().interrupt();
    } finally {
      waiting.close();
    }
  }

  /** Lets those go whose time is up or whom nobody waits for. */
  private void leave(List<RunningRequest> requests) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      RunningRequest running = requests.get(i);
      try {
        running.limits().check();
      } catch (RuntimeException | Error e) {
        finish(running, e);
      }
    }
  }

  private void admit() {
    @Nullable RunningRequest next = next();
    while (next != null && fits(next)) {
      if (waiting.remove(next)) {
        begin(next);
      }
      next = next();
    }
  }

  private @Nullable RunningRequest next() {
    return waiting.next(single.size() < most, single.size() + ofBatches.size() < most);
  }

  private boolean fits(RunningRequest running) {
    return pages(running) <= budget.free();
  }

  private static int pages(RunningRequest running) {
    return KeyValueCache.pages(running.mostTokens());
  }

  private void begin(RunningRequest running) {
    try {
      running.limits().check();
      int pages = pages(running);
      KeyValueCache beginning = known.of(running.prompt(), digest(running));
      known.shrink(budget.free() - pages);
      running.begin(beginning, adapters.of(running.adapter()));
      budget.take(pages);
      (running.ofBatch() ? ofBatches : single).add(running);
    } catch (RuntimeException | Error e) {
      makeRoom(e);
      release(running.end());
      running.fail(e);
    }
  }

  private static String digest(RunningRequest running) {
    AdapterWeights adapter = running.adapter();
    return adapter == null ? "" : adapter.digest();
  }

  private void pass() {
    List<RunningRequest> all = new ArrayList<>(single);
    all.addAll(ofBatches);
    boolean beside = all.stream().anyMatch(RunningRequest::writing);
    int promptTokens = beside ? PROMPT_PIECE_BESIDE_OTHERS : PROMPT_PIECE;
    List<RunningRequest> now = new ArrayList<>();
    List<TokenChunk> chunks = new ArrayList<>();
    for (RunningRequest running : all) {
      boolean prompt = !running.writing();
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

  private void run(List<RunningRequest> now, List<TokenChunk> chunks) {
    float[] logits;
    try {
      logits = forward.run(chunks);
    } catch (RuntimeException | Error e) {
      failed(now, e);
      return;
    }
    int output = 0;
    for (int i = 0; i < now.size(); i++) {
      take(now.get(i), chunks.get(i), logits, output * vocabulary);
      output += chunks.get(i).outputs();
    }
  }

  private void take(RunningRequest running, TokenChunk chunk, float[] logits, int at) {
    try {
      if (chunk.known().length() == running.prompt().length) {
        known.keep(running.prompt(), chunk.known(), digest(running), budget.free());
      }
      if (running.take(chunk, logits, at, vocabulary)) {
        release(remove(running));
        running.complete();
      }
    } catch (RuntimeException | Error e) {
      makeRoom(e);
      finish(running, e);
    }
  }

  private void makeRoom(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      known.clear();
    }
  }

  private void failed(List<RunningRequest> now, Throwable failure) {
    makeRoom(failure);
    now.forEach(running -> abandon(running, failure));
  }

  /** Fails them one by one, with nothing new on the heap but what each failure tells. */
  private void failAll(List<RunningRequest> requests, Throwable failure) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      abandon(requests.get(i), failure);
    }
  }

  private void finish(RunningRequest running, Throwable failure) {
    release(remove(running));
    running.fail(failure);
  }

  /** After a pass that failed, part of which may go on: nobody gets the request's pages. */
  private void abandon(RunningRequest running, Throwable failure) {
    KeyValueCache _ = remove(running);
    running.fail(failure);
  }

  /** Gives back what a request has taken, but its pages. */
  private @Nullable KeyValueCache remove(RunningRequest running) {
    if (single.remove(running) || ofBatches.remove(running)) {
      budget.giveBack(pages(running));
      return running.end();
    }
    return null;
  }

  private static void release(@Nullable KeyValueCache held) {
    if (held != null) {
      held.release();
    }
  }
}

package dev.nightshift.inference;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.LogProbabilities;
import dev.nightshift.kernel.TokenChunk;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Tokenizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes with the processor's vector instructions from the blocks of the file, which must stay
 * open. Answers are written together: a request joins those that are being written, whatever their
 * adapters, and leaves when it is done or cancelled.
 */
final class BlockDecoder implements Decoder {
  /** Tokens that are scored at once. */
  private static final int SCORED = 64;

  private static final long LOOK_MILLIS = 50;
  private static final long DRAIN_SECONDS = 30;

  private final BlockTransformer transformer;
  private final BlockAdapters adapters;
  private final WaitingRequests waiting;
  private final int positions;
  private final Thread thread;

  BlockDecoder(
      GgufFile file, ModelSpec spec, EngineSettings settings, Supplier<Tokenizer> tokenizer) {
    this.positions = Math.min(settings.contextLimit(), spec.contextLength());
    this.transformer = new BlockTransformer(file, spec, settings.kernelThreads());
    this.adapters = new BlockAdapters(settings.adapterCache());
    this.waiting = new WaitingRequests(settings.queueSize());
    ContinuousBatching batching =
        new ContinuousBatching(transformer, adapters, waiting, settings.batchSize(), tokenizer);
    this.thread = Thread.ofPlatform().name("engine").daemon().start(batching);
  }

  @Override
  public String description() {
    return "vector kernels on the file's own blocks, %d thread(s)".formatted(transformer.threads());
  }

  @Override
  public int positions() {
    return positions;
  }

  @Override
  public int waiting() {
    return waiting.size();
  }

  @Override
  public Completion complete(AnswerRow row) {
    RunningRequest running = RunningRequest.now(row);
    waiting.add(running);
    return result(running);
  }

  @Override
  public void completeAll(List<AnswerRow> rows) {
    List<RunningRequest> batch = rows.stream().map(RunningRequest::later).toList();
    waiting.addAll(batch);
    try {
      batch.forEach(this::result);
    } catch (RuntimeException | Error e) {
      batch.forEach(this::abandon);
      throw e;
    }
  }

  private void abandon(RunningRequest running) {
    running.limits().abandon();
    waiting.remove(running);
  }

  private Completion result(RunningRequest running) {
    return await(
        running.result(),
        () -> {
          try {
            running.limits().check();
          } catch (EngineException e) {
            if (waiting.remove(running)) {
              throw e;
            }
          }
        },
        () -> abandon(running));
  }

  /** Waits, looking now and then whether to wait on. */
  private <T> T await(Future<T> result, Runnable look, Runnable leave) {
    while (true) {
      try {
        return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        look.run();
        if (!thread.isAlive() && !result.isDone()) {
          throw new EngineException(Code.CLOSED, "the engine is closed", e);
        }
      } catch (InterruptedException e) {
        leave.run();
        Thread.currentThread().interrupt();
        throw new EngineException(Code.CANCELLED, "interrupted while waiting for an answer", e);
      } catch (ExecutionException e) {
        throw EngineException.of(e);
      }
    }
  }

  /** Piece by piece between the passes of others. */
  @Override
  public double[] score(int[] prompt, int[] continuation, @Nullable AdapterWeights adapter) {
    int[] tokens = Arrays.copyOf(prompt, prompt.length + continuation.length - 1);
    System.arraycopy(continuation, 0, tokens, prompt.length, continuation.length - 1);
    double[] scores = new double[continuation.length];
    Limits limits = new Limits(Duration.ofMinutes(5), () -> false);
    KeyValueCache known = new KeyValueCache(transformer.spec());
    for (int from = 0; from < tokens.length; from += SCORED) {
      int to = Math.min(tokens.length, from + SCORED);
      int outputs = Math.min(to - from, Math.max(0, to - prompt.length + 1));
      int[] piece = Arrays.copyOfRange(tokens, from, to);
      float[] logits = errand(limits, () -> run(known, piece, outputs, adapter));
      int count = transformer.spec().vocabulary();
      for (int i = 0; i < outputs; i++) {
        int index = to - outputs + i - (prompt.length - 1);
        scores[index] = LogProbabilities.of(continuation[index], logits, i * count, count);
      }
    }
    return scores;
  }

  private float[] run(
      KeyValueCache known, int[] piece, int outputs, @Nullable AdapterWeights adapter) {
    return transformer.run(List.of(new TokenChunk(known, piece, outputs, adapters.of(adapter))));
  }

  private float[] errand(Limits limits, Supplier<float[]> work) {
    CompletableFuture<float[]> result = new CompletableFuture<>();
    waiting.addErrand(
        () -> {
          try {
            limits.check();
            result.complete(work.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return await(result, () -> {}, limits::abandon);
  }

  @Override
  public int nativeArrays() {
    return 0;
  }

  @Override
  public boolean drain() {
    waiting.close();
    try {
      if (!thread.join(Duration.ofSeconds(DRAIN_SECONDS))) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    transformer.close();
    return true;
  }
}

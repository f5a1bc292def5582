package dev.nightshift.inference;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.KeyValuePages;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Tokenizer;
import dev.nightshift.tensor.MachineMemory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes with the processor's vector instructions from the blocks of the file, which must stay
 * open. Answers are written together: a request joins those that are being written, whatever their
 * adapters, and leaves when it is done or cancelled.
 */
final class BlockDecoder implements Decoder {
  private static final Logger log = LoggerFactory.getLogger(BlockDecoder.class);

  /** Loading tokenizer and template takes about as long. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private static final long LOOK_MILLIS = 50;
  private static final long DRAIN_SECONDS = 30;

  private final BlockTransformer transformer;
  private final KeyValueBudget budget;
  private final WaitingRequests waiting;
  private final Supplier<Set<Integer>> ends;
  private final int positions;
  private final Thread thread;

  BlockDecoder(
      GgufFile file, ModelSpec spec, EngineSettings settings, Supplier<Tokenizer> tokenizer) {
    this(
        file,
        spec,
        settings,
        new KeyValueBudget(spec, settings.kvCacheBytes()),
        () -> tokenizer.get().eosIds());
  }

  /**
   * With a budget of its own.
   *
   * @param ends gives the tokens that end an answer
   */
  BlockDecoder(
      GgufFile file,
      ModelSpec spec,
      EngineSettings settings,
      KeyValueBudget budget,
      Supplier<Set<Integer>> ends) {
    this.positions = Math.min(settings.contextLimit(), spec.contextLength());
    this.budget = budget;
    this.waiting = new WaitingRequests(settings.queueSize());
    this.ends = ends;
    long copied = MachineMemory.freeBesideHeap() / 3;
    this.transformer = new BlockTransformer(file, spec, settings.kernelThreads(), copied);
    try {
      ContinuousBatching batching =
          new ContinuousBatching(
              transformer::run,
              spec,
              new BlockAdapters(settings.adapterCache()),
              waiting,
              settings.batchSize(),
              budget,
              new PrefixCache(new KeyValuePages(spec, budget.spare())));
      this.thread = Thread.ofPlatform().name("engine").daemon().start(() -> compute(batching));
    } catch (RuntimeException | Error e) {
      transformer.close();
      throw e;
    }
    log.info("the kernels have {}", budget);
  }

  private void compute(ContinuousBatching batching) {
    try {
      transformer.warmUp(WARM_UP);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread: it ends with the process.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.warn("the kernels could not be warmed up; first answers take longer", e);
    }
    batching.run();
  }

  @Override
  public String description() {
    long copied = transformer.copied() >> 20;
    String layout =
        copied == 0
            ? "the file's own blocks"
            : "its blocks, copied side by side (%d MiB)".formatted(copied);
    return "vector kernels on %s, %d thread(s)".formatted(layout, transformer.threads());
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
    requirePossible(row);
    RunningAnswer running = RunningAnswer.single(row, ends);
    waiting.add(running);
    return result(running, running.result());
  }

  /** Nothing is begun if one of them could never be. */
  @Override
  public void completeAll(List<AnswerRow> rows) {
    rows.forEach(this::requirePossible);
    List<RunningAnswer> batch = rows.stream().map(row -> RunningAnswer.ofBatch(row, ends)).toList();
    waiting.addAll(batch);
    try {
      batch.forEach(running -> result(running, running.result()));
    } catch (RuntimeException | Error e) {
      batch.forEach(this::abandon);
      throw e;
    }
  }

  private void requirePossible(AnswerRow row) {
    budget.requirePossible(row.prompt().length, row.maxTokens());
  }

  /** Piece by piece beside the passes of others. */
  @Override
  public double[] score(int[] prompt, int[] continuation, @Nullable AdapterWeights adapter) {
    budget.requirePossible(prompt.length, continuation.length - 1);
    RunningScore running = new RunningScore(prompt, continuation, adapter);
    waiting.addAll(List.of(running));
    return result(running, running.result());
  }

  private void abandon(RunningRequest running) {
    running.limits().abandon();
    waiting.remove(running);
  }

  private <T> T result(RunningRequest running, Future<T> result) {
    return await(
        result,
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

package dev.nightshift.inference;

import dev.nightshift.grammar.ConstrainedAnswer;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.GrammarException;
import dev.nightshift.grammar.TokenConstraint;
import dev.nightshift.grammar.TokenTrie;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.model.Tokenizer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Constraints compiled for the engine's vocabulary; those used last are kept, up to a size. Each is
 * compiled once, by few threads of their own: nobody waits for another's. Thread-safe.
 */
final class Constraints {
  /** What is kept may take this much memory. */
  private static final long MOST_BYTES = 128L << 20;

  /** So many may wait to be compiled; one more is refused. */
  private static final int MOST_WAITING = 16;

  private static final int MOST_REFUSED = 64;

  private final Function<Constraint, TokenConstraint> compiler;
  private final Executor threads = threads();
  private final Map<Constraint, CompletableFuture<TokenConstraint>> running = new HashMap<>();
  private final SequencedMap<Constraint, TokenConstraint> compiled =
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Those that cannot be kept, which nobody compiles again to find out. */
  private final SequencedMap<Constraint, GrammarException> refused =
      new LinkedHashMap<>(16, 0.75f, true);

  Constraints(Tokenizer tokenizer) {
    this(new Vocabulary(tokenizer)::compile);
  }

  /** With what compiles them. */
  Constraints(Function<Constraint, TokenConstraint> compiler) {
    this.compiler = compiler;
  }

  /**
   * The beginning of an answer under a constraint; null without one.
   *
   * @throws EngineException CONSTRAINT when it cannot be kept with so many tokens; BUSY when too
   *     many are compiled; TIMEOUT; CANCELLED when the thread is interrupted
   */
  @Nullable ConstrainedAnswer begin(
      @Nullable Constraint constraint, int maxTokens, Duration timeout) {
    if (constraint == null) {
      return null;
    }
    try {
      return of(constraint).get(timeout.toNanos(), TimeUnit.NANOSECONDS).begin(maxTokens);
    } catch (GrammarException e) {
      throw refused(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GrammarException why ? refused(why) : EngineException.of(e);
    } catch (TimeoutException e) {
      throw new EngineException(
          Code.TIMEOUT, "the constraint was not compiled within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Code.CANCELLED, "interrupted while waiting for a constraint", e);
    }
  }

  private static EngineException refused(GrammarException why) {
    return new EngineException(Code.CONSTRAINT, String.valueOf(why.getMessage()), why);
  }

  private synchronized CompletableFuture<TokenConstraint> of(Constraint constraint) {
    TokenConstraint known = compiled.get(constraint);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    GrammarException why = refused.get(constraint);
    if (why != null) {
      return CompletableFuture.failedFuture(why);
    }
    CompletableFuture<TokenConstraint> other = running.get(constraint);
    if (other != null) {
      return other;
    }
    try {
      CompletableFuture<TokenConstraint> started =
          CompletableFuture.supplyAsync(() -> compile(constraint), threads);
      running.put(constraint, started);
      return started;
    } catch (RejectedExecutionException e) {
      throw new EngineException(
          Code.BUSY, "more than " + MOST_WAITING + " constraints wait to be compiled", e);
    }
  }

  private TokenConstraint compile(Constraint constraint) {
    try {
      TokenConstraint made = compiler.apply(constraint);
      keep(constraint, made);
      return made;
    } catch (GrammarException e) {
      refuse(constraint, e);
      throw e;
    } finally {
      synchronized (this) {
        running.remove(constraint);
      }
    }
  }

  private synchronized void refuse(Constraint constraint, GrammarException why) {
    refused.put(constraint, why);
    if (refused.size() > MOST_REFUSED) {
      refused.pollFirstEntry();
    }
  }

  private synchronized void keep(Constraint constraint, TokenConstraint made) {
    compiled.put(constraint, made);
    bytes += made.bytes();
    while (bytes > MOST_BYTES && compiled.size() > 1) {
      bytes -= compiled.pollFirstEntry().getValue().bytes();
    }
  }

  /** They end when idle, so that nothing needs closing. */
  private static Executor threads() {
    int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("constraints-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** A tokenizer's tokens, gathered when they are first needed. */
  private static final class Vocabulary {
    private final Tokenizer tokenizer;
    private @Nullable TokenTrie trie;

    Vocabulary(Tokenizer tokenizer) {
      this.tokenizer = tokenizer;
    }

    TokenConstraint compile(Constraint constraint) {
      return constraint.over(trie());
    }

    private synchronized TokenTrie trie() {
      TokenTrie known = trie;
      if (known == null) {
        List<byte[]> tokens =
            IntStream.range(0, tokenizer.vocabularySize()).mapToObj(tokenizer::bytes).toList();
        known = new TokenTrie(tokens, tokenizer.eosIds(), tokenizer.dropsFirstSpace());
        trie = known;
      }
      return known;
    }
  }
}

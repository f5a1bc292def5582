package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.inference.ContinuousBatching.ForwardPass;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.KeyValuePages;
import dev.nightshift.kernel.TokenChunk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the test's own thread, with nothing but the requests that wait when it begins. */
class ContinuousBatchingTests {
  private static final int AT_ONCE = 8;

  @TempDir Path folder;

  private final WaitingRequests waiting = new WaitingRequests(100);
  private final List<String> events = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private TinyRequests tiny;

  @SuppressWarnings("NullAway.Init")
  private BlockTransformer transformer;

  @SuppressWarnings("NullAway.Init")
  private PrefixCache known;

  @BeforeEach
  void load() {
    tiny = TinyRequests.in(folder);
    transformer = new BlockTransformer(tiny.file(), tiny.spec(), 1, 0);
    known = new PrefixCache(new KeyValuePages(tiny.spec(), 64));
  }

  @AfterEach
  void close() {
    transformer.close();
    tiny.close();
  }

  @Test
  void requests_wait_until_all_that_they_may_need_is_free_and_answer_what_each_answers_alone() {
    List<String> alone = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RunningAnswer answer = answer(100, 3 + i, 40 + i, false);
      add(answer);
      compute(100, transformer::run);
      alone.add(answer.result().join().text());
    }
    List<RunningAnswer> together = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      together.add(add(answer(100, 3 + i, 40 + i, i % 2 == 0)));
    }
    // Each needs three pages of 64 tokens.
    AtomicInteger most = new AtomicInteger();
    compute(
        7,
        chunks -> {
          float[] logits = transformer.run(chunks);
          int held = known.pages();
          for (TokenChunk chunk : chunks) {
            held += chunk.known().pages();
          }
          most.accumulateAndGet(held, Math::max);
          return logits;
        });
    assertThat(together).extracting(answer -> answer.result().join().text()).isEqualTo(alone);
    assertThat(most.get()).isEqualTo(6);
  }

  @Test
  void small_requests_do_not_pass_by_a_large_one_that_waits_for_room() {
    add(told("first", 200, 60));
    add(told("large", 300, 60));
    add(told("small", 20, 20));
    compute(8, transformer::run);
    assertThat(events)
        .containsSubsequence("first begins", "first is done", "large begins", "large is done")
        .containsSubsequence("first is done", "small begins");
  }

  @Test
  void neither_do_single_requests_pass_by_a_large_one_of_a_batch_whose_turn_has_come() {
    AtomicBoolean added = new AtomicBoolean();
    RunningAnswer first =
        answer(
            row(
                200,
                60,
                () -> false,
                piece -> {
                  if (added.compareAndSet(false, true)) {
                    add(told("single", 20, 20));
                    waiting.close();
                  }
                }),
            true);
    var _ = first.result().thenRun(() -> events.add("first is done"));
    add(first);
    RunningAnswer large = answer(row(300, 60, () -> false, piece -> note("large")), true);
    add(large);
    batching(8, transformer::run).run();
    assertThat(events).containsSubsequence("first is done", "large begins");
    assertThat(events).containsSubsequence("first is done", "single begins");
    assertThat(large.result()).isCompleted();
  }

  @Test
  void remembered_prompts_make_room_for_a_request_that_needs_it() {
    for (int kind = 3; kind < 6; kind++) {
      add(answer(120, kind, 4, false));
    }
    add(answer(120, 3, 4, false));
    compute(20, transformer::run);
    assertThat(known.pages()).isEqualTo(2);
    RunningAnswer whole = add(answer(440, 7, 72, false));
    List<Integer> remembered = new ArrayList<>();
    compute(
        8,
        chunks -> {
          remembered.add(known.pages());
          return transformer.run(chunks);
        });
    assertThat(whole.result()).isCompleted();
    assertThat(remembered).containsOnly(0);
    assertThat(known.pages()).isZero();
  }

  @Test
  void a_request_that_is_done_or_cancelled_gives_its_memory_back_at_once() {
    AtomicBoolean cancelled = new AtomicBoolean();
    RunningAnswer given =
        answer(
            row(
                200,
                200,
                cancelled::get,
                piece -> {
                  note("cancelled");
                  cancelled.set(true);
                }),
            false);
    add(given);
    RunningAnswer then = add(told("then", 300, 60));
    compute(
        8,
        chunks -> {
          // Nothing is left of what is over, though its result is kept.
          if (given.result().isDone()) {
            assertThatThrownBy(given::writing).isInstanceOf(IllegalStateException.class);
          }
          return transformer.run(chunks);
        });
    assertThat(events).containsExactly("cancelled begins", "then begins", "then is done");
    assertThatThrownBy(then::writing).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void memory_that_runs_out_in_a_pass_fails_its_requests_and_all_others_are_answered() {
    RunningAnswer failing = add(answer(300, 3, 20, false));
    // Its turn to be computed comes when the first prompt is done.
    RunningAnswer beside = add(answer(100, 4, 20, false));
    AtomicInteger passes = new AtomicInteger();
    List<RunningAnswer> later = new ArrayList<>();
    batching(
            20,
            chunks -> {
              if (passes.incrementAndGet() == 1) {
                later.add(add(answer(100, 5, 20, false)));
                waiting.close();
                throw new OutOfMemoryError("Java heap space");
              }
              return transformer.run(chunks);
            })
        .run();
    assertThat(failing.result()).isCompletedExceptionally();
    assertThat(beside.result()).isCompleted();
    assertThat(later.getFirst().result()).isCompleted();
    assertThatThrownBy(failing.result()::get)
        .isInstanceOfSatisfying(
            ExecutionException.class,
            e ->
                assertThat(EngineException.of(e))
                    .hasMessageContaining("Java heap space")
                    .hasMessageContaining("-Xmx")
                    .extracting(EngineException::code)
                    .isEqualTo(EngineException.Code.MEMORY));
  }

  @Test
  void an_error_that_one_request_throws_is_its_own() {
    AtomicInteger looks = new AtomicInteger();
    BooleanSupplier broken =
        () -> {
          if (looks.incrementAndGet() == 3) {
            throw new StackOverflowError("in cancelled");
          }
          return false;
        };
    RunningAnswer asking = add(answer(row(100, 20, broken, null), false));
    Consumer<AnswerPiece> listener =
        piece -> {
          throw new AssertionError("in a listener");
        };
    RunningAnswer telling = add(answer(row(100, 20, () -> false, listener), false));
    RunningAnswer other = add(answer(100, 5, 20, false));
    compute(20, transformer::run);
    assertThat(asking.result()).isCompletedExceptionally();
    assertThat(telling.result()).isCompletedExceptionally();
    assertThat(other.result()).isCompleted();
    ExecutionException failure = new ExecutionException(telling.result().exceptionNow());
    assertThat(EngineException.of(failure).code()).isEqualTo(EngineException.Code.NATIVE);
  }

  private void compute(int pages, ForwardPass forward) {
    WaitingRequests now = new WaitingRequests(100);
    for (RunningRequest next = waiting.next(true, true);
        next != null;
        next = waiting.next(true, true)) {
      waiting.remove(next);
      if (next.ofBatch()) {
        now.addAll(List.of(next));
      } else {
        now.add(next);
      }
    }
    now.close();
    batching(now, pages, forward).run();
  }

  private ContinuousBatching batching(int pages, ForwardPass forward) {
    return batching(waiting, pages, forward);
  }

  private ContinuousBatching batching(WaitingRequests queue, int pages, ForwardPass forward) {
    return new ContinuousBatching(
        forward, tiny.spec(), new BlockAdapters(1), queue, AT_ONCE, tiny.budget(pages), known);
  }

  private RunningAnswer add(RunningAnswer running) {
    if (running.ofBatch()) {
      waiting.addAll(List.of(running));
    } else {
      waiting.add(running);
    }
    return running;
  }

  private RunningAnswer answer(int promptTokens, int kind, int maxTokens, boolean ofBatch) {
    return answer(tiny.row(promptTokens, kind, TinyRequests.request(maxTokens)), ofBatch);
  }

  private static RunningAnswer answer(AnswerRow row, boolean ofBatch) {
    return ofBatch ? RunningAnswer.ofBatch(row, Set::of) : RunningAnswer.single(row, Set::of);
  }

  private AnswerRow row(
      int promptTokens,
      int maxTokens,
      BooleanSupplier cancelled,
      @Nullable Consumer<AnswerPiece> listener) {
    return tiny.row(
        promptTokens,
        9,
        TinyRequests.request(maxTokens, Duration.ofMinutes(5), cancelled, listener));
  }

  /** A request whose beginning and end are noted. */
  private RunningAnswer told(String name, int promptTokens, int maxTokens) {
    RunningAnswer running =
        answer(row(promptTokens, maxTokens, () -> false, piece -> note(name)), false);
    var _ = running.result().thenRun(() -> events.add(name + " is done"));
    return running;
  }

  private void note(String name) {
    if (!events.contains(name + " begins")) {
      events.add(name + " begins");
    }
  }
}

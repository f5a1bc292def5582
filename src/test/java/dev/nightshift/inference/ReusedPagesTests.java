package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.inference.ContinuousBatching.ForwardPass;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.KeyValuePages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of requests that are over are those of the next ones. */
class ReusedPagesTests {
  private static final int MOST = 64;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private TinyRequests tiny;

  @SuppressWarnings("NullAway.Init")
  private BlockTransformer transformer;

  @SuppressWarnings("NullAway.Init")
  private KeyValuePages pages;

  @SuppressWarnings("NullAway.Init")
  private PrefixCache known;

  @BeforeEach
  void load() {
    tiny = TinyRequests.in(folder);
    transformer = new BlockTransformer(tiny.file(), tiny.spec(), 1, 0);
    pages = new KeyValuePages(tiny.spec(), MOST);
    known = new PrefixCache(pages);
  }

  @AfterEach
  void close() {
    transformer.close();
    tiny.close();
  }

  private void compute(List<RunningAnswer> answers, ForwardPass forward) {
    WaitingRequests queue = new WaitingRequests(100);
    answers.forEach(queue::add);
    queue.close();
    new ContinuousBatching(
            forward, tiny.spec(), new BlockAdapters(1), queue, 2, tiny.budget(MOST), known)
        .run();
  }

  private RunningAnswer answer(int kind, BooleanSupplier cancelled) {
    CompletionRequest request = TinyRequests.request(70, Duration.ofMinutes(5), cancelled, null);
    return RunningAnswer.single(tiny.row(100, kind, request), Set::of);
  }

  @Test
  void answers_one_after_the_other_take_the_pages_of_the_first_and_are_what_they_are_alone() {
    List<String> alone = new ArrayList<>();
    for (int kind = 3; kind < 9; kind++) {
      PrefixCache own = known;
      known = new PrefixCache(new KeyValuePages(tiny.spec(), 0));
      RunningAnswer answer = answer(kind, () -> false);
      compute(List.of(answer), transformer::run);
      alone.add(answer.result().join().text());
      known = own;
    }
    List<String> after = new ArrayList<>();
    List<Integer> there = new ArrayList<>();
    for (int kind = 3; kind < 9; kind++) {
      RunningAnswer answer = answer(kind, () -> false);
      compute(List.of(answer), transformer::run);
      after.add(answer.result().join().text());
      there.add(pages.free() + known.pages());
    }

    assertThat(after).isEqualTo(alone);
    // Three of a request of 170 tokens, and two of the prompt that is remembered.
    assertThat(there).allMatch(count -> count <= 5);
  }

  @Test
  void a_cancelled_answer_gives_its_pages_back() {
    AtomicInteger looked = new AtomicInteger();
    RunningAnswer cancelled = answer(5, () -> looked.incrementAndGet() > 20);

    compute(List.of(cancelled), transformer::run);

    assertThat(cancelled.result()).isCompletedExceptionally();
    known.shrink(0);
    assertThat(pages.free()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void after_a_pass_that_failed_nobody_gets_the_pages_of_those_that_were_in_it() {
    AtomicInteger passes = new AtomicInteger();
    RunningAnswer failed = answer(5, () -> false);

    compute(
        List.of(failed),
        chunks -> {
          float[] logits = transformer.run(chunks);
          if (passes.incrementAndGet() == 20) {
            throw new IllegalStateException("a part of the pass may still be written");
          }
          return logits;
        });

    assertThat(failed.result()).isCompletedExceptionally();
    known.shrink(0);
    // Of the remembered prompt the copied page alone; the full one is the request's, too.
    assertThat(pages.free()).isEqualTo(1);
  }
}

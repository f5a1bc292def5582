package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SideBySideTests {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration NEVER = Duration.ofDays(1);

  private final AtomicInteger taken = new AtomicInteger();
  private final List<Integer> closed = Collections.synchronizedList(new ArrayList<>());

  private interface Piece extends Consumer<Integer> {}

  /** Pieces that are done with the number of their worker. */
  private SideBySide<Integer> pieces(Piece... pieces) {
    return new SideBySide<>(List.of(pieces), taken::incrementAndGet, closed::add);
  }

  @Test
  void as_much_as_is_allowed_goes_on_at_once() {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger met = new AtomicInteger();
    Piece piece =
        worker -> {
          try {
            both.await(30, TimeUnit.SECONDS);
            met.incrementAndGet();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };

    pieces(piece, piece, piece, piece).run(2, AT_ONCE);

    assertThat(met).hasValue(4);
    assertThat(closed).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void one_at_once_is_one_after_the_other_in_the_same_thread() {
    List<String> seen = new ArrayList<>();
    String here = Thread.currentThread().toString();

    pieces(
            worker -> seen.add(worker + "a" + Thread.currentThread()),
            worker -> seen.add(worker + "b" + Thread.currentThread()))
        .run(1, AT_ONCE);

    assertThat(seen).containsExactly("1a" + here, "1b" + here);
    assertThat(closed).containsExactly(1);
  }

  @Test
  void what_is_over_soon_is_done_by_one_and_what_is_not_by_more() throws InterruptedException {
    List<Integer> workers = Collections.synchronizedList(new ArrayList<>());
    pieces(workers::add, workers::add, workers::add).run(3, NEVER);

    assertThat(workers).containsExactly(1, 1, 1);

    CountDownLatch second = new CountDownLatch(1);
    Piece waits =
        worker -> {
          try {
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    pieces(waits, worker -> second.countDown()).run(2, Duration.ofMillis(20));

    assertThat(taken).hasValue(3);
    assertThat(closed).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void behind_what_throws_nothing_is_begun_and_it_is_thrown_when_nothing_goes_on_any_more() {
    AtomicInteger done = new AtomicInteger();
    SandboxException refused = new SandboxException(SandboxException.Code.REFUSED, "no bwrap");
    SideBySide<Integer> work =
        pieces(
            worker -> done.incrementAndGet(),
            worker -> {
              throw refused;
            },
            worker -> done.incrementAndGet());

    assertThatThrownBy(() -> work.run(2, NEVER)).isSameAs(refused);
    assertThat(done).hasValue(1);
    assertThat(closed).containsExactly(1);
  }

  @Test
  void who_cannot_begin_says_why() {
    SandboxException refused = new SandboxException(SandboxException.Code.REFUSED, "no bwrap");
    SideBySide<Integer> work =
        new SideBySide<>(
            List.of(worker -> {}, worker -> {}),
            () -> {
              throw refused;
            },
            closed::add);

    assertThatThrownBy(() -> work.run(2, AT_ONCE)).isSameAs(refused);
    assertThat(closed).isEmpty();
  }

  @Test
  void an_interrupt_ends_all_of_them() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger interrupted = new AtomicInteger();
    Piece endless =
        worker -> {
          begun.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw new SandboxException(SandboxException.Code.STOPPED, "interrupted", e);
          }
        };
    List<Throwable> thrown = new ArrayList<>();
    Thread judging =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    pieces(endless, endless, endless).run(2, AT_ONCE);
                  } catch (SandboxException e) {
                    thrown.add(e);
                  }
                });
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    judging.interrupt();

    assertThat(judging.join(Duration.ofSeconds(30))).isTrue();
    assertThat(interrupted).hasValue(2);
    assertThat(closed).hasSize(2);
    assertThat(thrown)
        .singleElement()
        .isInstanceOfSatisfying(
            SandboxException.class,
            e -> assertThat(e.code()).isEqualTo(SandboxException.Code.STOPPED));
  }
}

package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SideBySideTests {
  @Test
  void as_much_as_is_allowed_goes_on_at_once() {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger met = new AtomicInteger();
    Runnable piece =
        () -> {
          try {
            both.await(30, TimeUnit.SECONDS);
            met.incrementAndGet();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };

    SideBySide.run(List.of(piece, piece, piece, piece), 2);

    assertThat(met).hasValue(4);
  }

  @Test
  void one_at_once_is_one_after_the_other_in_the_same_thread() {
    List<String> seen = new ArrayList<>();
    String here = Thread.currentThread().toString();

    SideBySide.run(
        List.of(
            () -> seen.add("a" + Thread.currentThread()),
            () -> seen.add("b" + Thread.currentThread())),
        1);

    assertThat(seen).containsExactly("a" + here, "b" + here);
  }

  @Test
  void what_fails_first_in_order_is_thrown_when_nothing_goes_on_any_more() {
    AtomicInteger done = new AtomicInteger();
    SandboxException refused = new SandboxException(SandboxException.Code.REFUSED, "no bwrap");

    assertThatThrownBy(
            () ->
                SideBySide.run(
                    List.of(
                        done::incrementAndGet,
                        () -> {
                          throw refused;
                        },
                        () -> {
                          throw new IllegalArgumentException("later");
                        },
                        done::incrementAndGet),
                    2))
        .isSameAs(refused);
    assertThat(done).hasValue(2);
  }

  @Test
  void an_interrupt_ends_all_of_them() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger interrupted = new AtomicInteger();
    Runnable endless =
        () -> {
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
                    SideBySide.run(List.of(endless, endless, endless), 2);
                  } catch (SandboxException e) {
                    thrown.add(e);
                  }
                });
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    judging.interrupt();

    assertThat(judging.join(Duration.ofSeconds(30))).isTrue();
    assertThat(interrupted).hasValue(2);
    assertThat(thrown)
        .singleElement()
        .isInstanceOfSatisfying(
            SandboxException.class,
            e -> assertThat(e.code()).isEqualTo(SandboxException.Code.STOPPED));
  }
}

package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.CouncilPrompt;
import dev.nightshift.council.CouncilSettings;
import dev.nightshift.council.Deliberation;
import dev.nightshift.council.Role;
import dev.nightshift.council.Seat;
import dev.nightshift.council.WordEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CouncilHereTests {
  @TempDir Path root;

  @Test
  void sideBySideComesToTheSameAsOneAfterAnother() {
    List<CouncilCase> cases = cases(40);
    List<Integer> order = new ArrayList<>();
    TreeMap<Integer, Deliberation> one = new TreeMap<>();
    TreeMap<Integer, Deliberation> many = new TreeMap<>();

    here(1)
        .decide(
            cases,
            (place, deliberation) -> {
              order.add(place);
              one.put(place, deliberation);
            });
    here(6).decide(cases, many::put);

    assertThat(order).isEqualTo(IntStream.range(0, 40).boxed().toList());
    assertThat(many).isEqualTo(one).hasSize(40);
  }

  @Test
  void whatTheListenerThrowsEndsTheWork() {
    assertThatThrownBy(
            () ->
                here(4)
                    .decide(
                        cases(40),
                        (place, deliberation) -> {
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");
  }

  @Test
  void whoReturnsLeavesNoSeatBehindThatIsStillAsked() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    List<Seat> seats =
        List.of(new SlowToStop("first", asked, begun), new SlowToStop("second", asked, begun));
    CouncilHere here =
        new CouncilHere(
            new Council(seats, WordEmbedder.ofContentWords(), CouncilSettings.defaults()), 2);
    Thread caller = Thread.currentThread();
    Thread interrupter =
        Thread.ofVirtual()
            .start(
                new FutureTask<>(
                    () -> {
                      begun.await();
                      caller.interrupt();
                      return null;
                    }));

    assertThatThrownBy(() -> here.decide(cases(8), (place, deliberation) -> {}))
        .isInstanceOf(HarvestException.class);
    assertThat(asked).hasValue(0);
    assertThat(Thread.interrupted()).isTrue();
    interrupter.join();
  }

  @Test
  void anInterruptedHarvestIsCancelled() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> here(4).decide(cases(8), (place, deliberation) -> {}))
        .isInstanceOfSatisfying(
            HarvestException.class,
            e -> assertThat(e.code()).isEqualTo(HarvestException.Code.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nobodyAsksLessThanOneAtATime() {
    assertThatThrownBy(() -> here(0)).hasMessage("parallel must be at least 1: 0");
  }

  /** As the real ones it keeps the interrupt that ends it; it needs a moment for that. */
  private record SlowToStop(String name, AtomicInteger asked, CountDownLatch begun)
      implements Seat {
    @Override
    public Role role() {
      return Role.ANALYST;
    }

    @Override
    public String model() {
      return "slow";
    }

    @Override
    public double weight() {
      return 1;
    }

    @Override
    public String reply(CouncilPrompt prompt, Duration timeout) {
      asked.incrementAndGet();
      begun.countDown();
      try {
        Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        return "nothing";
      } catch (InterruptedException e) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } finally {
        asked.decrementAndGet();
      }
    }
  }

  private CouncilHere here(int parallel) {
    return new CouncilHere(SleepingSeat.council(1, root.resolve("asked")), parallel);
  }

  private static List<CouncilCase> cases(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new CouncilCase("What is the colour of lamp " + i, "No.", null, List.of()))
        .toList();
  }
}

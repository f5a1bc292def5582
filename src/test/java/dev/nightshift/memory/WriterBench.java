package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who write one exchange after the other, each waiting until it is acknowledged. */
final class WriterBench {
  private static final Duration WARM = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int BURST = 20_000;
  private static final int PER_SECOND = 1_000;

  private final LuceneMemory memory;
  private final int count;
  private final int writers;

  WriterBench(LuceneMemory memory, int count, int writers) {
    this.memory = memory;
    this.count = count;
    this.writers = writers;
  }

  void run() throws Exception {
    measure("warm", Pace.ALL, WARM);
    pause();
    report("a burst of " + BURST, measure("burst", new Pace(BURST / writers, 0), LONG));
    pause();
    report(
        PER_SECOND + "/s for " + LONG.toSeconds() + " s",
        measure("paced", new Pace(Integer.MAX_VALUE, PER_SECOND / (double) writers), LONG));
    pause();
    report("without a pause for " + LONG.toSeconds() + " s", measure("all", Pace.ALL, LONG));
    memory.close();
  }

  /** Lets the index follow. */
  private void pause() {
    long began = System.nanoTime();
    memory.failures(new Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)));
    System.out.printf(
        Locale.ROOT, "  the index has it all %.1f s later%n", (System.nanoTime() - began) / 1e9);
  }

  private void report(String what, double[] millis) {
    System.out.printf(
        Locale.ROOT,
        "%d writers, %s: %d acknowledged, p50 %.1f ms, p99 %.1f ms, worst %.1f ms%n",
        writers,
        what,
        millis.length,
        millis[millis.length / 2],
        millis[millis.length * 99 / 100],
        millis[millis.length - 1]);
  }

  /**
   * How a writer goes on.
   *
   * @param most writes at most
   * @param perSecond writes that begin in a second; 0 is as many as can be
   */
  private record Pace(int most, double perSecond) {
    static final Pace ALL = new Pace(Integer.MAX_VALUE, 0);
  }

  private double[] measure(String round, Pace pace, Duration length) throws Exception {
    List<Future<List<Double>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      long end = began + length.toNanos();
      for (int writer = 0; writer < writers; writer++) {
        String name = round + "-" + writer + "-";
        int seed = writer;
        long first = began + (pace.perSecond() == 0 ? 0 : (long) (seed * 1e9 / PER_SECOND));
        running.add(threads.submit(() -> write(name, seed, pace, first, end)));
      }
    }
    List<Double> all = new ArrayList<>();
    for (Future<List<Double>> one : running) {
      all.addAll(one.get());
    }
    double[] millis = all.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(millis);
    return millis;
  }

  /** A write that is late because the one before was slow counts from when it should have begun. */
  private List<Double> write(String name, int seed, Pace pace, long first, long end)
      throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int n = 0; n < pace.most(); n++) {
      long began = System.nanoTime();
      if (pace.perSecond() > 0) {
        long due = first + (long) (n * 1e9 / pace.perSecond());
        if (due > began) {
          Thread.sleep(Duration.ofNanos(due - began));
        }
        began = due;
      }
      if (began >= end) {
        break;
      }
      memory.record(fresh(name + n + "-" + System.nanoTime(), (seed * 997 + n) % count));
      millis.add((System.nanoTime() - began) / 1e6);
    }
    return millis;
  }

  private static Exchange fresh(String id, int number) {
    Exchange like = SyntheticExchanges.exchange(number);
    return Samples.again(like, id, like.answer(), like.author());
  }
}

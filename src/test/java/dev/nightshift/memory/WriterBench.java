package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import java.time.Duration;
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

  private final LuceneMemory memory;
  private final int count;
  private final int writers;

  WriterBench(LuceneMemory memory, int count, int writers) {
    this.memory = memory;
    this.count = count;
    this.writers = writers;
  }

  void run() throws Exception {
    measure(WARM, 1);
    double[] millis = measure(LONG, 2);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d writers: %.0f acknowledged/s, p50 %.1f ms, p99 %.1f ms, worst %.1f ms",
            writers,
            millis.length / (double) LONG.toSeconds(),
            millis[millis.length / 2],
            millis[millis.length * 99 / 100],
            millis[millis.length - 1]));
    memory.close();
  }

  private double[] measure(Duration length, int round) throws Exception {
    List<Future<List<Double>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long end = System.nanoTime() + length.toNanos();
      for (int writer = 0; writer < writers; writer++) {
        String name = round + "-" + writer + "-";
        int seed = writer;
        running.add(threads.submit(() -> write(name, seed, end)));
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

  private List<Double> write(String name, int seed, long end) {
    List<Double> millis = new ArrayList<>();
    for (int n = 0; System.nanoTime() < end; n++) {
      Exchange like = SyntheticExchanges.exchange((seed * 997 + n) % count);
      Exchange fresh =
          new Exchange(
              name + n + "-" + System.nanoTime(),
              like.at(),
              like.question(),
              like.answer(),
              like.model(),
              like.adapter(),
              like.confidence(),
              like.outcome(),
              like.latency(),
              like.promptTokens(),
              like.answerTokens(),
              like.author());
      long began = System.nanoTime();
      memory.record(fresh);
      millis.add((System.nanoTime() - began) / 1e6);
    }
    return millis;
  }
}

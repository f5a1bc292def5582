package dev.nightshift.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the boundary costs beside bare Python, and what many runs leave; called by bench/sandbox.
 */
final class StartBench {
  private static final Program NOTHING =
      new Program("pass", new Entry.Script(""), Validation.allowing(List.of()));

  private StartBench() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int times = Integer.parseInt(args[0]);
    int runs = Integer.parseInt(args[1]);
    starts(times);
    leaks(runs);
  }

  private interface Start {
    void run() throws IOException, InterruptedException;
  }

  /** In turn, so that other work on the machine slows all of them down. */
  private static void starts(int times) throws IOException, InterruptedException {
    try (Sandbox cold = Sandbox.open(TestSettings.full(0));
        Sandbox warm = Sandbox.open(TestSettings.full(2))) {
      List<String> names =
          List.of("bare python3 -c pass", "python3 -I, our text", "sandbox, cold", "sandbox, warm");
      List<Start> starts =
          List.of(
              () -> bare("-c", "pass"),
              () -> bare("-I", "-c", Resources.text("check.py") + "\n" + READS_NOTHING),
              () -> cold.run(NOTHING),
              () -> warm.run(NOTHING));
      double[][] millis = new double[starts.size()][times];
      for (int i = -5; i < times; i++) {
        for (int start = 0; start < starts.size(); start++) {
          Thread.sleep(Duration.ofMillis(150)); // the one that waits next has come up
          long began = System.nanoTime();
          starts.get(start).run();
          millis[start][Math.max(0, i)] = (System.nanoTime() - began) / 1e6;
        }
      }
      System.out.printf("%-26s %10s %10s %18s%n", "ms", "median", "95 %", "median over bare");
      double bare = quantile(millis[0], 0.5);
      for (int start = 0; start < starts.size(); start++) {
        double median = quantile(millis[start], 0.5);
        System.out.printf(
            Locale.ROOT,
            "%-26s %10.1f %10.1f %18.1f%n",
            names.get(start),
            median,
            quantile(millis[start], 0.95),
            median - bare);
      }
    }
  }

  /** What our text imports, without waiting for a request. */
  private static final String READS_NOTHING = withoutEnd(Resources.text("interpreter.py"));

  private static String withoutEnd(String text) {
    String end = "_leave(_serve())\n";
    if (!text.endsWith(end)) {
      throw new IllegalStateException("interpreter.py ends otherwise now: it would wait for ever");
    }
    return text.substring(0, text.length() - end.length());
  }

  private static void bare(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3"));
    command.addAll(Arrays.asList(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("python3 failed");
    }
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  private static void leaks(int runs) throws IOException, InterruptedException, ExecutionException {
    Leaks before = Leaks.seen();
    long began = System.nanoTime();
    try (Sandbox sandbox = Sandbox.open(TestSettings.full(4));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        String source =
            "import os\nopen('f', 'w').write('x')\nos.fork()\nprint(%d, flush=True)".formatted(i);
        outcomes.add(
            threads.submit(
                () -> sandbox.run(new Program(source, new Entry.Script(""), Validation.off()))));
      }
      for (Future<Outcome> outcome : outcomes) {
        if (outcome.get().ending() != Ending.COMPLETED) {
          throw new IOException("a run ended " + outcome.get());
        }
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT, "%d runs, 8 at once: %.1f s, %.1f a second%n", runs, seconds, runs / seconds);
    System.out.println("before " + before);
    System.out.println("after  " + Leaks.seen());
  }
}

package dev.nightshift.memory;

import com.sun.management.OperatingSystemMXBean;
import dev.nightshift.embedding.MiniLmEmbedder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;

/** The memory's part of {@code bench/recall}, which says what it is for. */
final class RecallBench {
  private static final int ASKED = 1000;
  private static final int TRUTHS = 300;
  private static final int K = 10;
  private static final int PART = 5000;
  private static final int CORRECTED_EVERY = 20;

  private final Path folder;
  private final int count;
  private final SyntheticExchanges all;

  private RecallBench(Path folder, int count) throws IOException {
    this.folder = folder;
    this.count = count;
    this.all = new SyntheticExchanges(folder, count, ASKED);
  }

  /** {@code vectors|import|search|writers|embedding FOLDER COUNT [WRITERS]}. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    RecallBench bench = new RecallBench(Path.of(args[1]), count);
    switch (args[0]) {
      case "vectors" -> System.out.printf("%d vectors%n", count);
      case "import" -> bench.importAll();
      case "search" -> bench.search();
      case "writers" -> new WriterBench(bench.memory(), count, Integer.parseInt(args[3])).run();
      case "embedding" -> embedding();
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private Path directory() {
    return folder.resolve("memory-" + count);
  }

  private LuceneMemory memory() {
    return LuceneMemory.open(directory(), all, MemorySettings.own(false, 50, 1000));
  }

  private void importAll() throws IOException {
    long began = System.nanoTime();
    long used = processor();
    long written;
    try (LuceneMemory memory = memory()) {
      for (int from = 0; from < count; from += PART) {
        int to = Math.min(count, from + PART);
        memory.record(IntStream.range(from, to).mapToObj(SyntheticExchanges::exchange).toList());
        memory.recordAll(
            IntStream.range(from, to)
                .filter(i -> i % CORRECTED_EVERY == 0)
                .mapToObj(SyntheticExchanges::correction)
                .toList());
        if (from % 100_000 == 0) {
          System.out.printf(Locale.ROOT, "  %d at %.0f/s%n", to, to / seconds(began));
        }
      }
      written = System.nanoTime() - began;
    }
    System.out.printf(
        Locale.ROOT,
        "imported %d exchanges and %d corrections: %.0f/s acknowledged, %.0f/s with all merges"
            + " done, %.2f ms of a processor and %.2f KB of disk each%n",
        count,
        count / CORRECTED_EVERY,
        count / (written / 1e9),
        count / seconds(began),
        (processor() - used) / 1e6 / count,
        size(directory()) / 1e3 / count);
  }

  private void search() throws IOException {
    try (LuceneMemory memory = memory()) {
      long opened = System.nanoTime();
      ExchangeMemory.Counts counts = memory.counts();
      System.out.printf(
          Locale.ROOT,
          "%d exchanges, counted in %.1f ms%n",
          counts.exchanges(),
          1000 * seconds(opened));
      report("similar", memory, false);
      report("corrected", memory, true);
      resources();
    }
  }

  private void report(String what, LuceneMemory memory, boolean corrected) throws IOException {
    for (int q = 0; q < ASKED; q++) {
      find(memory, corrected, q, K);
    }
    double[] millis = new double[ASKED];
    double[] computed = new double[ASKED];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int q = 0; q < ASKED; q++) {
      long began = System.nanoTime();
      long used = threads.getCurrentThreadCpuTime();
      find(memory, corrected, q, K);
      computed[q] = (threads.getCurrentThreadCpuTime() - used) / 1e6;
      millis[q] = 1000 * seconds(began);
    }
    Arrays.sort(millis);
    Arrays.sort(computed);
    int every = corrected ? CORRECTED_EVERY : 1;
    double vectors = 0;
    double hybrid = 0;
    List<int[]> truths =
        IntStream.range(0, TRUTHS).parallel().mapToObj(q -> exact(q, every, 50)).toList();
    try (DirectoryReader reader = new IndexFiles(directory()).openCommitted(false)) {
      RecallProbe probe = new RecallProbe(new IndexSearcher(reader), all, corrected);
      for (int q = 0; q < TRUTHS; q++) {
        List<String> wanted =
            Arrays.stream(truths.get(q)).mapToObj(SyntheticExchanges::id).toList();
        String text = SyntheticExchanges.question(q, count);
        vectors += probe.nearest(text, wanted.subList(0, K));
        hybrid += probe.hybrid(text, wanted, find(memory, corrected, q, K));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-9s p50 %.2f ms, p99 %.2f ms (of a processor %.2f and %.2f ms), recall@10 of the vectors"
            + " %.4f, of the hybrid %.4f%n",
        what,
        millis[ASKED / 2],
        millis[ASKED * 99 / 100],
        computed[ASKED / 2],
        computed[ASKED * 99 / 100],
        vectors / TRUTHS,
        hybrid / TRUTHS);
  }

  private List<Match> find(LuceneMemory memory, boolean corrected, int query, int k) {
    String text = SyntheticExchanges.question(query, count);
    return corrected ? memory.corrected(text, k) : memory.similar(text, k);
  }

  /** The nearest by looking at every vector, best first. */
  private int[] exact(int query, int every, int k) {
    float[] asked = all.query(query);
    float[] scores = new float[k];
    int[] best = new int[k];
    Arrays.fill(scores, -2);
    for (int i = 0; i < count; i += every) {
      float score = dot(asked, all.vectorOf(i));
      if (score > scores[k - 1]) {
        int at = k - 1;
        for (; at > 0 && scores[at - 1] < score; at--) {
          scores[at] = scores[at - 1];
          best[at] = best[at - 1];
        }
        scores[at] = score;
        best[at] = i;
      }
    }
    return best;
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  private void resources() throws IOException {
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    List<String> status = new ArrayList<>();
    Path file = Path.of("/proc/self/status");
    if (Files.exists(file)) {
      Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("VmRSS") || line.startsWith("Rss"))
          .map(line -> line.replaceAll("\\s+", " "))
          .forEach(status::add);
    }
    System.out.printf(
        Locale.ROOT,
        "heap in use %.2f KB an exchange; %s%n",
        heap / 1e3 / count,
        String.join(", ", status));
  }

  /** What MiniLM costs on top, which the import above does not pay. */
  private static void embedding() {
    MiniLmEmbedder embedder = new MiniLmEmbedder(Path.of("target", "native"));
    List<String> texts =
        IntStream.range(0, 600).mapToObj(i -> SyntheticExchanges.exchange(i).question()).toList();
    embedder.embedAll(texts.subList(0, 100));
    long began = System.nanoTime();
    embedder.embedAll(texts.subList(100, 600));
    System.out.printf(
        Locale.ROOT, "MiniLM embeds %.0f questions/s in batches%n", 500 / seconds(began));
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Processor time of this process, ns: what to compare where others compute too. */
  private static long processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}

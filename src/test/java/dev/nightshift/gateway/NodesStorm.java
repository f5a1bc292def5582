package dev.nightshift.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask one node and correct every fourth answer at another one. */
final class NodesStorm {
  private final List<BenchNode> nodes;
  private final int clients;
  private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final List<Long> delays = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong next = new AtomicLong();
  private volatile boolean over;
  private volatile Duration elapsed = Duration.ZERO;

  NodesStorm(List<BenchNode> nodes, int clients) {
    this.nodes = nodes;
    this.clients = clients;
  }

  /** Has them ask; half-way the last node is killed and started again if that is wanted. */
  void run(int seconds, boolean killing) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        all.add(threads.submit(() -> ask(http, client)));
      }
      long began = System.nanoTime();
      watch(seconds / 2.0);
      if (killing) {
        nodes.getLast().restart(); // The others are asked on meanwhile.
      }
      watch(seconds / 2.0);
      over = true;
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
      elapsed = Duration.ofNanos(System.nanoTime() - began);
    }
  }

  private void watch(double seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
      delays.add(Long.parseLong(nodes.getFirst().ask("").split(" ", -1)[5]));
    }
  }

  private void ask(HttpClient http, int client) {
    while (!over) {
      long number = next.incrementAndGet();
      int node = (int) ((client + number) % nodes.size());
      String id =
          post(
              http,
              node,
              "/ask",
              "{\"question\":\"What did the keeper of lighthouse %d write?\"}".formatted(number));
      if (!id.isEmpty()) {
        asked.incrementAndGet();
        acknowledged.add(id);
        if (number % 4 == 0) {
          String said =
              "{\"id\":\"%s\",\"type\":\"correction\",\"correction\":\"A poem %d.\"}"
                  .formatted(id, number);
          if (!post(http, (node + 1) % nodes.size(), "/feedback", said).isEmpty()) {
            acknowledged.add("+" + id);
          }
        }
      }
    }
  }

  /** The id in the answer; empty when it was refused or nobody answered. */
  private String post(HttpClient http, int node, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(nodes.get(node).url() + path))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long began = System.nanoTime();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 2) {
        nanos.add(System.nanoTime() - began);
        return answer.body().replaceFirst("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
      }
      if (answer.statusCode() == 404) {
        throw new IllegalStateException("an answer of another node is unknown: " + answer.body());
      }
    } catch (IOException e) {
      pause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refused.incrementAndGet();
    return "";
  }

  /** A node that is being started again is not asked thousands of times meanwhile. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes that were acknowledged for each second, those included in which a node was started. */
  double rate() {
    return acknowledged.size() / (elapsed.toMillis() / 1e3);
  }

  int clients() {
    return clients;
  }

  /** Ids of answers, and with a plus before them of those that were corrected. */
  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  int asked() {
    return asked.get();
  }

  int refused() {
    return refused.get();
  }

  long sent() {
    return next.get();
  }

  /** Of the times until an acknowledgement, milliseconds. */
  double quantile(double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e6;
  }

  /** Of the times until a frame got to another node, milliseconds. */
  long delay(double share) {
    List<Long> sorted = delays.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d clients on %d nodes", clients, nodes.size());
  }
}

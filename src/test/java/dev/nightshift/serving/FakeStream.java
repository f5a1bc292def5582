package dev.nightshift.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every post with the same lines, one by one, and may then go on with the last for ever.
 */
final class FakeStream implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final CountDownLatch speak = new CountDownLatch(1);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int status;
  private final boolean endless;
  private final List<String> lines;
  volatile JsonNode last = JSON.createObjectNode();

  private FakeStream(int status, boolean endless, List<String> lines) throws IOException {
    this.status = status;
    this.endless = endless;
    this.lines = lines;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static FakeStream of(int status, String... lines) throws IOException {
    FakeStream stream = new FakeStream(status, false, List.of(lines));
    stream.speak();
    return stream;
  }

  /** One that says nothing until it is told to {@link #speak}, and then does not end. */
  static FakeStream endless(String... lines) throws IOException {
    return new FakeStream(200, true, List.of(lines));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void speak() {
    speak.countDown();
  }

  void awaitQuestion() {
    await(asked);
  }

  /** Waits until it has noticed that nobody reads any more. */
  void awaitLeaving() {
    await(left);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not happen within 30 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    last = JSON.readTree(exchange.getRequestBody().readAllBytes());
    asked.countDown();
    await(speak);
    try (exchange) {
      exchange.sendResponseHeaders(status, 0);
      OutputStream out = exchange.getResponseBody();
      for (String line : lines) {
        write(out, line);
      }
      while (endless) {
        write(out, lines.getLast());
      }
      out.close();
    } catch (IOException e) {
      left.countDown();
    }
  }

  private static void write(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    speak();
    server.stop(0);
    threads.shutdownNow();
  }
}

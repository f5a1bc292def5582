package dev.nightshift.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A webhook on a loopback port that answers as told, and with 200 when not told. */
final class FakeWebhook implements AutoCloseable {
  /** One request as it came in. */
  record Request(String path, String id, String body, long atMillis) {}

  /** One answer to give. */
  record Answer(int status, String retryAfter) {}

  static final String SECRET = "T0K3N";

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  FakeWebhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/" + SECRET;
  }

  private void handle(HttpExchange http) throws IOException {
    String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            http.getRequestURI().toString(),
            String.valueOf(http.getRequestHeaders().getFirst("X-Notification-Id")),
            body,
            System.nanoTime() / 1_000_000));
    Answer answer = answers.isEmpty() ? new Answer(200, "") : answers.remove();
    if (!answer.retryAfter().isEmpty()) {
      http.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    http.sendResponseHeaders(answer.status(), -1);
    http.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

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
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A webhook on a loopback port that answers as told, and with 200 when not told. */
final class FakeWebhook implements AutoCloseable {
  /** One request as it came in. */
  record Request(String path, String id, String body, long atMillis) {}

  /** One answer to give. */
  record Answer(int status, String retryAfter, String body) {
    Answer(int status, String retryAfter) {
      this(status, retryAfter, "");
    }

    /** As Slack answers who sends too much: one message a second, or wait. */
    static Answer slackLimit(int seconds) {
      return new Answer(429, "" + seconds, "rate_limited");
    }

    /** As Discord does; its header is rounded up. */
    static Answer discordLimit(double seconds) {
      return new Answer(
          429,
          "" + (int) Math.ceil(seconds),
          "{\"message\": \"You are being rate limited.\", \"retry_after\": %s, \"global\": false}"
              .formatted(seconds));
    }
  }

  static final String SECRET = "T0K3N";

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  /** Answers when no answer waits. */
  volatile Supplier<Answer> otherwise = () -> new Answer(200, "");

  private final HttpServer server;

  /** Hears the id of each notification that is answered with 2xx, before the answer is given. */
  volatile Consumer<String> onTaken = id -> {};

  FakeWebhook() throws IOException {
    this(0);
  }

  /** On a port that is free. */
  FakeWebhook(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
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
    Answer answer = answers.isEmpty() ? otherwise.get() : answers.remove();
    if (answer.status() < 300) {
      onTaken.accept(String.valueOf(http.getRequestHeaders().getFirst("X-Notification-Id")));
    }
    if (!answer.retryAfter().isEmpty()) {
      http.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    byte[] reply = answer.body().getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(answer.status(), reply.length == 0 ? -1 : reply.length);
    if (reply.length > 0) {
      http.getResponseBody().write(reply);
    }
    http.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

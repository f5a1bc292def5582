package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedBodyTests {
  private final CountDownLatch over = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  /** Sends five of ten bytes, then all of them if {@code whole}, otherwise nothing more. */
  private InputStream body(boolean whole) throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write("first".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          if (whole) {
            exchange.getResponseBody().write("after".getBytes(StandardCharsets.UTF_8));
          } else {
            try {
              over.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.close();
        });
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return client
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    client.close();
  }

  @Test
  void a_body_that_stops_coming_fails_instead_of_waiting_for_ever() throws Exception {
    try (InputStream body = new WatchedBody(body(false), Duration.ofMillis(300))) {
      assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("first");
      assertThatThrownBy(body::read).hasMessageContaining("nothing came for");
    }
  }

  @Test
  void a_body_that_comes_is_read_to_its_end() throws Exception {
    try (InputStream body = new WatchedBody(body(true), Duration.ofSeconds(60))) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("firstafter");
    }
  }
}

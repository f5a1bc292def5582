package dev.nightshift.assembly;

import com.sun.net.httpserver.HttpServer;
import dev.nightshift.tracing.Traces;
import dev.nightshift.tracing.TracingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** Takes traces as a collector does; in OTLP's bytes ids stand as they are, names as UTF-8. */
final class TraceCollector implements AutoCloseable {
  private final StringBuilder received = new StringBuilder();
  private final HttpServer server;

  TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          synchronized (received) {
            received.append(new String(body, StandardCharsets.ISO_8859_1));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** The way here; what was sent by it has arrived when it is closed. */
  Traces traces() {
    return Traces.open(
        new TracingSettings(endpoint(), "", 1, Duration.ofSeconds(10)), "1", "node-1");
  }

  boolean got(String text) {
    synchronized (received) {
      return received.indexOf(text) >= 0;
    }
  }

  boolean gotId(String hex) {
    return timesId(hex) > 0;
  }

  /** How often an id came. */
  int timesId(String hex) {
    String id = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    synchronized (received) {
      int times = 0;
      for (int at = received.indexOf(id); at >= 0; at = received.indexOf(id, at + 1)) {
        times++;
      }
      return times;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

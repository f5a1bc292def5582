package dev.nightshift.assembly;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two servers at one address that speak as real ones were seen to: an OpenAI-compatible API at
 * {@code /v1} with the model {@code big-coder} and the key {@code sesame}, and an Ollama server at
 * {@code /api} with the model {@code tiny}. Both answer whole and in pieces, as they are asked.
 */
final class FakeModelServers implements AutoCloseable {
  static final String KEY = "sesame";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final List<JsonNode> writerAsked = new CopyOnWriteArrayList<>();
  final List<JsonNode> criticAsked = new CopyOnWriteArrayList<>();
  volatile String critic = "Line 2 adds one. Return 2 * n instead.";
  volatile int writerStatus = 200;
  private final Deque<String> programs = new ArrayDeque<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FakeModelServers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/models", exchange -> send(exchange, 200, "{\"data\":[]}"));
    server.createContext("/v1/chat/completions", this::write);
    server.createContext(
        "/api/version", exchange -> send(exchange, 200, "{\"version\":\"0.24.0\"}"));
    server.createContext("/api/tags", exchange -> send(exchange, 200, "{\"models\":[]}"));
    server.createContext("/api/ps", exchange -> send(exchange, 200, "{\"models\":[]}"));
    server.createContext("/api/show", this::show);
    server.createContext("/api/chat", this::criticise);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Programs that are written one after the other, the last one again and again. */
  synchronized void writes(String... sources) {
    programs.clear();
    programs.addAll(List.of(sources));
  }

  private synchronized String program() {
    return programs.size() > 1 ? programs.removeFirst() : programs.getFirst();
  }

  private void write(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    writerAsked.add(request);
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!key.equals("Bearer " + KEY)) {
      send(exchange, 401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}");
    } else if (writerStatus != 200) {
      send(exchange, writerStatus, "{\"error\":{\"message\":\"overloaded\"}}");
    } else if (!request.path("model").asString("").equals("big-coder")) {
      send(exchange, 404, "{\"error\":{\"message\":\"no such model\"}}");
    } else {
      String text = "Here it is:\n```python\n" + program() + "```\n";
      if (request.path("stream").asBoolean(false)) {
        stream(exchange, "text/event-stream", events(text));
      } else {
        ObjectNode reply = JSON.createObjectNode();
        ObjectNode choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text);
        usage(reply);
        send(exchange, 200, reply.toString());
      }
    }
  }

  private static List<String> events(String text) {
    int half = text.length() / 2;
    ObjectNode end = JSON.createObjectNode();
    end.putArray("choices").addObject().put("finish_reason", "stop").putObject("delta");
    ObjectNode last = JSON.createObjectNode();
    last.putArray("choices");
    usage(last);
    return List.of(
        "data: " + delta(text.substring(0, half)) + "\n\n",
        "data: " + delta(text.substring(half)) + "\n\n",
        "data: " + end + "\n\n",
        "data: " + last + "\n\n",
        "data: [DONE]\n\n");
  }

  private static ObjectNode delta(String text) {
    ObjectNode event = JSON.createObjectNode();
    event.putArray("choices").addObject().putObject("delta").put("content", text);
    return event;
  }

  private static void usage(ObjectNode reply) {
    reply.putObject("usage").put("prompt_tokens", 90).put("completion_tokens", 20);
  }

  private void show(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    if (request.path("model").asString("").startsWith("tiny")) {
      send(exchange, 200, "{\"modelfile\":\"FROM x\",\"details\":{\"format\":\"gguf\"}}");
    } else {
      send(exchange, 404, "{\"error\":\"model not found\"}");
    }
  }

  private void criticise(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    criticAsked.add(request);
    String said = critic;
    int half = said.length() / 2;
    if (request.path("stream").asBoolean(true)) {
      stream(
          exchange,
          "application/x-ndjson",
          List.of(
              chat(said.substring(0, half), false) + "\n",
              chat(said.substring(half), false) + "\n",
              chat("", true) + "\n"));
    } else {
      send(exchange, 200, chat(said, true).toString());
    }
  }

  private static ObjectNode chat(String text, boolean done) {
    ObjectNode reply = JSON.createObjectNode().put("model", "tiny").put("done", done);
    reply.put("created_at", "2026-11-22T02:00:00Z");
    reply.putObject("message").put("role", "assistant").put("content", text);
    if (done) {
      reply.put("done_reason", "stop").put("prompt_eval_count", 40).put("eval_count", 12);
    }
    return reply;
  }

  private static void stream(HttpExchange exchange, String type, List<String> pieces)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (String piece : pieces) {
        out.write(piece.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

package dev.nightshift.council;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chats as a real Ollama was seen to ({@code /api/chat}), and as OpenAI-compatible servers do
 * ({@code /v1/chat/completions}, with the key {@code sesame}). It has one model, {@code tiny}.
 */
final class FakeChatServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  volatile String says = "REASONING: it is the seat of government\nANSWER: Oslo";
  private final HttpServer server;

  FakeChatServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/chat", exchange -> answer(exchange, true));
    server.createContext("/v1/chat/completions", exchange -> answer(exchange, false));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, boolean ollama) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    asked.add(request);
    String model = request.path("model").asString("");
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!model.equals("tiny")) {
      send(exchange, 404, "{\"error\":\"model '" + model + "' not found\"}");
    } else if (ollama) {
      ObjectNode reply = JSON.createObjectNode().put("model", model).put("done", true);
      reply.put("created_at", "2026-11-21T02:00:00Z").put("done_reason", "stop");
      reply.putObject("message").put("role", "assistant").put("content", says);
      reply.put("prompt_eval_count", 40).put("eval_count", 12);
      send(exchange, 200, reply.toString());
    } else if (!key.equals("Bearer sesame")) {
      send(exchange, 401, "{\"error\":{\"message\":\"no key\"}}");
    } else {
      ObjectNode reply = JSON.createObjectNode().put("object", "chat.completion");
      ObjectNode choice = reply.putArray("choices").addObject().put("index", 0);
      choice.putObject("message").put("role", "assistant").put("content", says);
      send(exchange, 200, reply.toString());
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

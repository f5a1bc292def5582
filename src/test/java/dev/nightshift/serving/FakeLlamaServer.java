package dev.nightshift.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers as a real llama-server (llama.cpp of autumn 2026) was seen to, statuses and bodies. What
 * a model with a LoRA file says is what the file's content says; the base says {@code base}.
 */
final class FakeLlamaServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The files it was started with, by path, with what they make the model say. */
  private final Map<String, String> files = new TreeMap<>();

  private final List<String> paths = new ArrayList<>();
  private final List<Double> scales = new ArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private String computed = "";

  volatile int health = 200;
  volatile int completionStatus = 200;
  volatile long completionMillis;
  volatile int vocabulary;
  volatile int hidden;
  volatile int[] tokens = {};

  /** False as in servers before 2025: all requests get what is applied. */
  volatile boolean requestsChoose = true;

  /** True as in llama.cpp issue 26207: a prompt is kept whatever adapter had computed it. */
  volatile boolean mixesPrompts;

  volatile JsonNode last = JSON.createObjectNode();

  FakeLlamaServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Starts it again with other files, all applied as a server does that is told nothing else. */
  synchronized void start(Map<String, String> loras) {
    files.clear();
    files.putAll(loras);
    paths.clear();
    paths.addAll(loras.keySet());
    scales.clear();
    loras.forEach((path, says) -> scales.add(1.0));
    computed = "";
  }

  /** Starts it again with LoRA files. */
  void startWith(Path... loras) throws IOException {
    Map<String, String> read = new java.util.LinkedHashMap<>();
    for (Path lora : loras) {
      read.put(lora.toString(), Files.readString(lora));
    }
    start(read);
  }

  /** What requests get that do not say otherwise. */
  synchronized String applied() {
    return says(List.copyOf(scales));
  }

  private String says(List<Double> effective) {
    List<String> said = new ArrayList<>();
    for (int id = 0; id < paths.size(); id++) {
      if (effective.get(id) != 0) {
        said.add(files.getOrDefault(paths.get(id), ""));
      }
    }
    return said.isEmpty() ? "base" : String.join("+", said);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    String path = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    switch (path) {
      case "GET /health" ->
          send(
              exchange,
              health,
              health == 200
                  ? JSON.createObjectNode().put("status", "ok")
                  : error(health, "Loading model", "unavailable_error"));
      case "GET /lora-adapters" -> send(exchange, 200, loras());
      case "POST /lora-adapters" -> send(exchange, 200, apply(request));
      case "GET /v1/models" -> send(exchange, 200, models());
      case "POST /tokenize" -> send(exchange, 200, tokenized());
      case "POST /completion" -> complete(exchange, request);
      default -> send(exchange, 404, error(404, "File Not Found", "not_found_error"));
    }
  }

  private synchronized ArrayNode loras() {
    ArrayNode all = JSON.createArrayNode();
    for (int id = 0; id < paths.size(); id++) {
      all.addObject().put("id", id).put("path", paths.get(id)).put("scale", scales.get(id));
    }
    return all;
  }

  private synchronized JsonNode apply(JsonNode request) {
    List<Double> wanted = chosen(request);
    scales.clear();
    scales.addAll(wanted);
    return JSON.createObjectNode().put("success", true);
  }

  /** What is not named is off, and numbers that it does not know are passed over. */
  private List<Double> chosen(JsonNode list) {
    List<Double> chosen = new ArrayList<>();
    for (int id = 0; id < paths.size(); id++) {
      chosen.add(0.0);
    }
    for (JsonNode one : list) {
      int id = one.path("id").asInt(-1);
      if (id >= 0 && id < chosen.size()) {
        chosen.set(id, one.path("scale").asDouble(0));
      }
    }
    return chosen;
  }

  private JsonNode models() {
    ObjectNode models = JSON.createObjectNode();
    models
        .putArray("data")
        .addObject()
        .putObject("meta")
        .put("n_vocab", vocabulary)
        .put("n_embd", hidden);
    return models;
  }

  private JsonNode tokenized() {
    ObjectNode reply = JSON.createObjectNode();
    ArrayNode all = reply.putArray("tokens");
    for (int token : tokens) {
      all.add(token);
    }
    return reply;
  }

  private void complete(HttpExchange exchange, JsonNode request) throws IOException {
    last = request;
    if (completionMillis > 0) {
      try {
        Thread.sleep(completionMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (completionStatus == 200) {
      send(exchange, 200, completion(request));
    } else {
      send(exchange, completionStatus, error(completionStatus, "as told", "server_error"));
    }
  }

  private synchronized ObjectNode completion(JsonNode request) {
    JsonNode list = request.path("lora");
    boolean chooses = requestsChoose && !list.isEmpty();
    String text = says(chooses ? chosen(list) : List.copyOf(scales));
    int prompt = request.path("prompt").size();
    String state = (mixesPrompts ? "" : text) + request.path("prompt");
    boolean kept = request.path("cache_prompt").asBoolean(true) && state.equals(computed);
    computed = state;
    ObjectNode reply = JSON.createObjectNode().put("content", text).put("stop_type", "eos");
    reply.put("tokens_evaluated", prompt).put("tokens_predicted", 3);
    reply.putObject("timings").put("prompt_n", kept ? 1 : prompt);
    ArrayNode probabilities = reply.putArray("completion_probabilities");
    for (int i = 0; i < 3; i++) { // the last one ends the answer
      probabilities.addObject().put("id", 7 + i).put("logprob", logProbability(text));
    }
    return reply;
  }

  /** The base's tokens have the probability 0.5, an adapter's another one each. */
  static double logProbability(String text) {
    return text.equals("base") ? Math.log(0.5) : -1.0 / (1 + Math.floorMod(text.hashCode(), 97));
  }

  private static ObjectNode error(int code, String message, String type) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", code).put("message", message).put("type", type);
    return error;
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

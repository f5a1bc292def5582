package dev.nightshift.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers as a real Ollama was seen to, statuses and bodies. An adapter's file is {@code GGUF} and
 * then the answer that a model with it gives; {@code GGUF!} is taken and crashes at the first chat.
 */
final class FakeOllama implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  record Model(
      List<String> adapters,
      @Nullable String system,
      @Nullable String template,
      String parameters,
      @Nullable String file) {
    Model(List<String> adapters, @Nullable String system, @Nullable String template) {
      this(adapters, system, template, "", null);
    }
  }

  final Map<String, Model> models = new TreeMap<>();
  final Map<String, byte[]> blobs = new TreeMap<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final LoadedModels loaded = new LoadedModels();
  volatile String version = "0.24.0";
  volatile int chatStatus = 200;
  volatile int createStatus = 200;

  /** So many uploads break off before they end. */
  final AtomicInteger brokenUploads = new AtomicInteger();

  volatile long chatMillis;
  volatile JsonNode lastCreate = JSON.createObjectNode();
  volatile JsonNode lastChat = JSON.createObjectNode();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FakeOllama() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/", this::handle);
    server.start();
    models.put("tiny:latest", new Model(List.of(), null, null));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Model model(String name) {
    Model model = models.get(name);
    if (model == null) {
      throw new AssertionError("there is no " + name + " among " + models.keySet());
    }
    return model;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/api/".length());
    String method = exchange.getRequestMethod();
    if (!path.equals("chat") && !path.equals("show")) {
      log.add(method + " " + path.replaceAll("sha256:.*", "…"));
    }
    if (path.startsWith("blobs/")) {
      blob(exchange, method, path.substring("blobs/".length()));
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    switch (path) {
      case "version" -> send(exchange, 200, JSON.createObjectNode().put("version", version));
      case "tags" -> send(exchange, 200, tags());
      case "show" -> onModel(exchange, request, "model", this::show);
      case "delete" -> onModel(exchange, request, "model", this::delete);
      case "copy" -> onModel(exchange, request, "source", name -> copy(name, request));
      case "create" -> create(exchange, request);
      case "chat" -> chat(exchange, request);
      case "ps", "generate" -> send(exchange, 200, loaded.answer(path, request));
      default -> send(exchange, 404, LoadedModels.error("no such path"));
    }
  }

  private void blob(HttpExchange exchange, String method, String digest) throws IOException {
    if (method.equals("HEAD")) {
      exchange.sendResponseHeaders(blobs.containsKey(digest) ? 200 : 404, -1);
      exchange.close();
      return;
    }
    if (blobs.containsKey(digest)) {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    if (brokenUploads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.getRequestBody().readNBytes(3);
      exchange.close();
      return;
    }
    byte[] content = exchange.getRequestBody().readAllBytes();
    String got = "sha256:" + FileDigest.sha256(content);
    if (!digest.equals(got)) {
      send(
          exchange,
          400,
          LoadedModels.error("digest mismatch, expected \"" + digest + "\", got \"" + got + "\""));
      return;
    }
    blobs.put(digest, content);
    exchange.sendResponseHeaders(201, -1);
    exchange.close();
  }

  private void create(HttpExchange exchange, JsonNode request) throws IOException {
    if (createStatus != 200) {
      send(exchange, createStatus, LoadedModels.error("as told"));
      return;
    }
    if (request.has("files")) {
      createWhole(exchange, request);
      return;
    }
    Model from = models.get(full(request.path("from").stringValue()));
    JsonNode adapters = request.path("adapters");
    if (from == null) {
      send(exchange, 500, LoadedModels.error("pull model manifest: file does not exist"));
    } else if (!adapters.isMissingNode() && !takesAdapters()) {
      send(exchange, 400, LoadedModels.error("LoRA adapters are no longer supported"));
    } else {
      List<String> stacked = new CopyOnWriteArrayList<>(from.adapters());
      for (JsonNode digest : adapters) {
        String content = text(blobs.get(digest.stringValue()));
        if (!content.startsWith("GGUF")) {
          send(exchange, 400, LoadedModels.error("supplied file was not in GGUF format"));
          return;
        }
        stacked.add(content.substring("GGUF".length()));
      }
      models.put(
          full(request.path("model").stringValue()),
          new Model(
              stacked,
              request.path("system").asString(from.system()),
              request.path("template").asString(from.template()),
              from.parameters(),
              from.file()));
      send(exchange, 200, JSON.createObjectNode().put("status", "success"));
    }
  }

  private boolean takesAdapters() {
    return !version.startsWith("0.34.") || version.equals("0.34.0");
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Of a file: what is not said is not inherited. */
  private void createWhole(HttpExchange exchange, JsonNode request) throws IOException {
    String digest = request.path("files").path("model.gguf").asString("");
    if (!text(blobs.get(digest)).startsWith("GGUF")) {
      send(exchange, 400, LoadedModels.error("supplied file was not in GGUF format"));
      return;
    }
    lastCreate = request;
    models.put(
        full(request.path("model").stringValue()),
        new Model(
            List.of("merged"),
            request.path("system").asString(null),
            request.path("template").asString(null),
            request.path("parameters").toString(),
            digest));
    send(exchange, 200, JSON.createObjectNode().put("status", "success"));
  }

  private ObjectNode show(String name) {
    Model model = model(name);
    ObjectNode shown = JSON.createObjectNode().put("modelfile", "FROM /somewhere\n");
    shown.put("template", model.template() == null ? "" : model.template());
    if (model.system() != null) {
      shown.put("system", model.system());
    }
    if (!model.parameters().isEmpty()) {
      shown.put("parameters", model.parameters());
    }
    shown.putObject("details").put("format", "gguf");
    return shown;
  }

  private void chat(HttpExchange exchange, JsonNode request) throws IOException {
    lastChat = request;
    String name = request.path("model").stringValue();
    Model model = models.get(full(name));
    pause();
    if (model == null) {
      send(exchange, 404, LoadedModels.error("model '" + name + "' not found"));
    } else if (chatStatus != 200) {
      send(exchange, chatStatus, LoadedModels.error("as told"));
    } else if (model.adapters().contains("!")) {
      send(exchange, 500, LoadedModels.error("llama runner process has terminated: panic:"));
    } else {
      loaded.names.add(full(name));
      String text = model.adapters().isEmpty() ? "base" : String.join("+", model.adapters());
      ObjectNode reply = JSON.createObjectNode();
      reply.putObject("message").put("role", "assistant").put("content", text);
      ArrayNode logprobs = reply.putArray("logprobs");
      logprobs.addObject().put("token", text).put("logprob", Math.log(0.5));
      logprobs.addObject().put("token", ".").put("logprob", Math.log(0.5));
      send(exchange, 200, reply.put("prompt_eval_count", 9).put("eval_count", 2));
    }
  }

  private void pause() {
    try {
      Thread.sleep(chatMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode tags() {
    ObjectNode tags = JSON.createObjectNode();
    ArrayNode list = tags.putArray("models");
    models.forEach(
        (name, model) ->
            list.addObject()
                .put("name", name)
                .put(
                    "digest",
                    FileDigest.sha256(model.toString().getBytes(StandardCharsets.UTF_8))));
    return tags;
  }

  private ObjectNode delete(String name) {
    models.remove(name);
    return JSON.createObjectNode();
  }

  private ObjectNode copy(String name, JsonNode request) {
    Model model = models.get(name);
    if (model != null) {
      models.put(full(request.path("destination").stringValue()), model);
    }
    return JSON.createObjectNode();
  }

  private void onModel(
      HttpExchange exchange,
      JsonNode request,
      String field,
      java.util.function.Function<String, ObjectNode> found)
      throws IOException {
    String name = full(request.path(field).stringValue());
    if (models.containsKey(name)) {
      send(exchange, 200, found.apply(name));
    } else {
      send(exchange, 404, LoadedModels.error("model '" + name + "' not found"));
    }
  }

  private static String full(String name) {
    return name.contains(":") ? name : name + ":latest";
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP API of a model server. What failed is told from statuses alone: the texts of its errors
 * change from version to version, and are passed on for people.
 */
final class ServerApi implements AutoCloseable {
  /** What an event's line may be besides its data (WHATWG HTML, server-sent events). */
  private static final Pattern OTHER_FIELD = Pattern.compile("(event|id|retry)?:");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 50;

  private final String kind;
  private final URI base;
  private final String setting;
  private final String key;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  /**
   * A server.
   *
   * @param kind what people call it
   * @param url its base address, such as {@code http://127.0.0.1:11434}
   * @param setting what says the address
   */
  ServerApi(String kind, String url, String setting) {
    this(kind, url, setting, "");
  }

  /**
   * A server that wants a key.
   *
   * @param key sent as a bearer token; blank sends none
   */
  ServerApi(String kind, String url, String setting, String key) {
    this.kind = kind;
    this.base = URI.create(url.endsWith("/") ? url : url + "/");
    this.setting = setting;
    this.key = key;
  }

  /** An Ollama server. */
  static ServerApi ofOllama(String url) {
    return new ServerApi("Ollama server", url, "nightshift.serving.ollama-url");
  }

  /** The server's address, with a slash at its end. */
  URI address() {
    return base;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  Reply get(String path, Duration timeout) {
    return send(request(path, timeout).GET());
  }

  Reply head(String path, Duration timeout) {
    return send(request(path, timeout).HEAD());
  }

  Reply post(String path, JsonNode body, Duration timeout) {
    return sendJson("POST", path, body, timeout);
  }

  /** The same for somebody who may leave, which closes the connection. */
  Reply post(String path, JsonNode body, Deadline deadline, BooleanSupplier cancelled) {
    HttpRequest request = posting(path, body, deadline.remainingOrThrow());
    var sent = client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      while (true) {
        if (cancelled.getAsBoolean()) {
          throw new ServingException(Code.CANCELLED, "the request was cancelled");
        }
        try {
          var response = sent.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return new Reply(response.statusCode(), last(response.body()));
        } catch (TimeoutException e) {
          Duration _ = deadline.remainingOrThrow();
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? failed(request, cause) : broke(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      sent.cancel(true);
    }
  }

  private HttpRequest posting(String path, JsonNode body, Duration timeout) {
    return request(path, timeout)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
        .build();
  }

  /**
   * Posts, and takes the reply line by line (as NDJSON, or as server-sent events).
   *
   * @param cancelled ends it, and closes the connection
   * @param chunk told each object of a good reply but an error, which is the last
   * @return with the last object
   */
  Reply stream(
      String path,
      JsonNode body,
      Deadline deadline,
      BooleanSupplier cancelled,
      Consumer<JsonNode> chunk) {
    HttpRequest request = posting(path, body, deadline.remainingOrThrow());
    try (StreamedReply streamed = new StreamedReply(client, request)) {
      JsonNode last = MissingNode.getInstance();
      StringBuilder refusal = new StringBuilder();
      Optional<String> line = streamed.next(deadline, cancelled);
      for (; line.isPresent(); line = streamed.next(deadline, cancelled)) {
        if (!isGood(streamed.status())) {
          refusal.append(line.get()).append('\n');
          continue;
        }
        Optional<String> content = content(line.get());
        if (content.isEmpty()) {
          continue;
        }
        last = parse(content.get());
        if (last.has("error")) {
          return new Reply(streamed.status(), last);
        }
        chunk.accept(last);
      }
      return new Reply(
          streamed.status(),
          refusal.isEmpty() ? last : last(refusal.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? failed(request, cause) : broke(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What a line carries: of an event its data, and nothing of its other fields or a comment. */
  private static Optional<String> content(String line) {
    String content = line.startsWith("data:") ? line.substring("data:".length()).strip() : line;
    return content.isBlank() || content.equals("[DONE]") || OTHER_FIELD.matcher(content).lookingAt()
        ? Optional.empty()
        : Optional.of(content);
  }

  private static boolean isGood(int status) {
    return status >= 200 && status < 300;
  }

  Reply delete(String path, JsonNode body, Duration timeout) {
    return sendJson("DELETE", path, body, timeout);
  }

  /** Sends a file as the body, without reading it into memory. */
  Reply upload(String path, Path file, Duration timeout) {
    try {
      return send(request(path, timeout).POST(BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException e) {
      throw new ServingException(Code.ADAPTER, "there is no " + file, e);
    }
  }

  private Reply sendJson(String method, String path, JsonNode body, Duration timeout) {
    BodyPublisher publisher = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    return send(
        request(path, timeout)
            .header("Content-Type", "application/json")
            .method(method, publisher));
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
    return key.isBlank() ? request : request.header("Authorization", "Bearer " + key);
  }

  private Reply send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), last(response.body()));
    } catch (IOException e) {
      throw failed(request, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ServingException failed(HttpRequest request, IOException e) {
    return switch (e) {
      case HttpConnectTimeoutException _, ConnectException _ -> unreachable(e);
      case HttpTimeoutException _ ->
          new ServingException(Code.TIMEOUT, request.uri() + " did not answer in time", e);
      default -> broke(e);
    };
  }

  private ServingException broke(Exception e) {
    return new ServingException(
        Code.UNAVAILABLE, "the connection to " + base + " broke: " + e.getMessage(), e);
  }

  private ServingException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ServingException(Code.CANCELLED, "interrupted while asking " + base, e);
  }

  private ServingException unreachable(IOException e) {
    return new ServingException(
        Code.UNAVAILABLE,
        "no %s answers at %s; start it, or set %s".formatted(kind, base, setting),
        e);
  }

  /** The body as JSON; of several values, a line each, the last one, which tells the outcome. */
  private static JsonNode last(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return value(text).orElseGet(() -> parse(text.substring(text.lastIndexOf('\n') + 1)));
  }

  private static JsonNode parse(String text) {
    return value(text)
        .orElseGet(
            () ->
                object()
                    .put("error", "not JSON: " + text.substring(0, Math.min(200, text.length()))));
  }

  /** A text as one value, if it is one. */
  private static Optional<JsonNode> value(String text) {
    try {
      return Optional.of(text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * What the server answered.
   *
   * @param body missing when there was none
   */
  record Reply(int status, JsonNode body) {
    /** Whether it worked; a status of 200 can still carry an error line. */
    boolean ok() {
      return isGood(status) && !body.has("error");
    }

    /** The status and what the server said, for a person. */
    String said() {
      JsonNode told = body.path("error");
      String error = (told.isObject() ? told.path("message") : told).asString("");
      return "HTTP " + status + (error.isEmpty() ? "" : " (" + error + ")");
    }
  }
}

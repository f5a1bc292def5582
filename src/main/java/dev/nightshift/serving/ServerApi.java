package dev.nightshift.serving;

import dev.nightshift.serving.ServingException.Code;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String kind;
  private final URI base;
  private final String setting;
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
    this.kind = kind;
    this.base = URI.create(url.endsWith("/") ? url : url + "/");
    this.setting = setting;
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
    return HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
  }

  private Reply send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), parse(response.body()));
    } catch (HttpTimeoutException e) {
      throw e instanceof java.net.http.HttpConnectTimeoutException
          ? unreachable(e)
          : new ServingException(Code.TIMEOUT, request.uri() + " did not answer in time", e);
    } catch (ConnectException e) {
      throw unreachable(e);
    } catch (IOException e) {
      throw new ServingException(
          Code.UNAVAILABLE, "the connection to " + base + " broke: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(Code.CANCELLED, "interrupted while asking " + base, e);
    }
  }

  private ServingException unreachable(IOException e) {
    return new ServingException(
        Code.UNAVAILABLE,
        "no %s answers at %s; start it, or set %s".formatted(kind, base, setting),
        e);
  }

  /** The body as JSON; of several lines the last one, which tells the outcome. */
  private static JsonNode parse(byte[] body) {
    String text = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    try {
      return last.isEmpty() ? MissingNode.getInstance() : JSON.readTree(last);
    } catch (JacksonException e) {
      return object().put("error", "not JSON: " + last.substring(0, Math.min(200, last.length())));
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
      return status >= 200 && status < 300 && !body.has("error");
    }

    /** The status and what the server said, for a person. */
    String said() {
      JsonNode told = body.path("error");
      String error = (told.isObject() ? told.path("message") : told).asString("");
      return "HTTP " + status + (error.isEmpty() ? "" : " (" + error + ")");
    }
  }
}

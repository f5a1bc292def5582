package dev.nightshift.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the GGUF file behind a model of an Ollama server on this machine, through {@code POST
 * /api/show}.
 */
final class OllamaModelFiles {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(30);

  private final URI server;

  OllamaModelFiles(URI server) {
    this.server = server;
  }

  /** The server that {@code OLLAMA_HOST} names, or the usual one on this machine. */
  static OllamaModelFiles of(Map<String, String> environment) {
    String host = environment.getOrDefault("OLLAMA_HOST", "");
    try {
      return new OllamaModelFiles(OllamaAddress.parse(host));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          ModelException.Code.UNAVAILABLE, "OLLAMA_HOST cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * The model's GGUF file.
   *
   * @throws ModelException {@code UNAVAILABLE} when no server answers, {@code NOT_FOUND} when it
   *     has no such model or its file is not on this machine, {@code UNSUPPORTED} when it is not
   *     GGUF
   */
  Path file(String name) {
    JsonNode shown = show(name);
    String format = shown.path("details").path("format").asString("");
    if (!format.equals("gguf")) {
      throw new ModelException(
          ModelException.Code.UNSUPPORTED,
          "the Ollama model '" + name + "' is in the format '" + format + "', not gguf");
    }
    Path file =
        shown
            .path("modelfile")
            .asString("")
            .lines()
            .map(String::strip)
            .filter(line -> line.regionMatches(true, 0, "FROM ", 0, 5))
            .map(line -> path(name, line.substring(5).strip().replaceAll("^\"|\"$", "")))
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelException(
                        ModelException.Code.NOT_FOUND,
                        "Ollama does not say which file the model '" + name + "' is made from"));
    if (!Files.isReadable(file)) {
      throw new ModelException(
          ModelException.Code.NOT_FOUND,
          "the Ollama model '"
              + name
              + "' lies in "
              + file
              + ", which cannot be read here (another machine, a"
              + " container, or missing rights); copy the file and use --model FILE.gguf");
    }
    return file;
  }

  private static Path path(String name, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ModelException(
          ModelException.Code.NOT_FOUND,
          "Ollama says that the model '" + name + "' lies in a file of an impossible name",
          e);
    }
  }

  private JsonNode show(String name) {
    String body = JsonMapper.shared().writeValueAsString(Map.of("model", name));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/api/show"))
            .timeout(REPLY_LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build()) {
      HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
      if (reply.statusCode() == 404) {
        throw new ModelException(
            ModelException.Code.NOT_FOUND,
            "Ollama at "
                + server
                + " has no model '"
                + name
                + "'; fetch it with: ollama pull "
                + name);
      }
      if (reply.statusCode() != 200) {
        throw new ModelException(
            ModelException.Code.UNAVAILABLE,
            "Ollama at "
                + server
                + " answered "
                + reply.statusCode()
                + " for the model '"
                + name
                + "'");
      }
      return JsonMapper.shared().readTree(reply.body());
    } catch (IOException | JacksonException e) {
      throw new ModelException(
          ModelException.Code.UNAVAILABLE,
          "Ollama at " + server + " does not answer (" + e + "); start it, or set OLLAMA_HOST",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(ModelException.Code.UNAVAILABLE, "asking Ollama was interrupted", e);
    }
  }
}

package dev.nightshift.serving;

import dev.nightshift.serving.ServerApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Models on an Ollama server: looks them up, makes them, copies and deletes them. */
final class OllamaModels {
  private static final Logger LOG = LoggerFactory.getLogger(OllamaModels.class);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final long SLOWEST_BYTES_PER_SECOND = 500_000;
  private static final int ATTEMPTS = 3;
  private static final String PATH = "api/blobs/sha256:";

  private final ServerApi api;

  OllamaModels(ServerApi api) {
    this.api = api;
  }

  OllamaVersion version() {
    Reply reply = api.get("api/version", SHORT);
    String text = reply.body().path("version").asString("");
    try {
      return OllamaVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ServingException(
          Code.UNAVAILABLE, "the server does not tell its version: " + reply.said(), e);
    }
  }

  boolean exists(String model) {
    return show(model).isPresent();
  }

  /** What a model is made of; empty when there is none of that name. */
  Optional<OllamaShown> show(String model) {
    Reply reply = api.post("api/show", ServerApi.object().put("model", model), SHORT);
    if (reply.status() != 200 && reply.status() != 404) {
      throw failed("looking up " + model, reply, Code.UNAVAILABLE);
    }
    return reply.ok() ? Optional.of(new OllamaShown(reply.body())) : Optional.empty();
  }

  /** All models by their full names, each with a digest of what it is made of. */
  Map<String, String> digests() {
    Reply reply = api.get("api/tags", SHORT);
    if (!reply.ok()) {
      throw failed("listing models", reply, Code.UNAVAILABLE);
    }
    Map<String, String> digests = new LinkedHashMap<>();
    for (JsonNode model : reply.body().path("models")) {
      digests.put(model.path("name").asString(""), model.path("digest").asString(""));
    }
    return digests;
  }

  /** Makes a model that is the base with a prompt of our own, and perhaps an adapter. */
  void create(String model, String from, OllamaPrompt prompt, Map<String, String> adapters) {
    ObjectNode body = ServerApi.object().put("model", model).put("from", from).put("stream", false);
    prompt.into(body);
    if (!adapters.isEmpty()) {
      ObjectNode files = body.putObject("adapters");
      adapters.forEach(files::put);
    }
    Reply reply = api.post("api/create", body, LONG);
    if (!reply.ok()) {
      throw failed("making " + model, reply, adapters.isEmpty() ? Code.UNAVAILABLE : blame(reply));
    }
  }

  /**
   * Makes a model of a file that the server has. Nothing is inherited, so all that is not ours is
   * said as another model has it.
   */
  void createWhole(String model, String sha256, OllamaShown like, OllamaPrompt prompt) {
    ObjectNode body = ServerApi.object().put("model", model).put("stream", false);
    like.into(body);
    prompt.into(body);
    body.putObject("files").put("model.gguf", "sha256:" + sha256);
    Reply reply = api.post("api/create", body, LONG);
    if (!reply.ok()) {
      throw failed("making " + model, reply, blame(reply));
    }
  }

  /**
   * Brings a file to the server unless it is there: the server answers early if it is. The server
   * verifies the digest and takes whole files only, so a broken upload begins again.
   */
  void upload(Path file, String sha256) {
    for (int attempt = 1; !has(sha256); attempt++) {
      try {
        Reply reply = api.upload(PATH + sha256, file, patience(file));
        if (!reply.ok()) {
          throw failed("uploading " + file, reply, blame(reply));
        }
        return;
      } catch (ServingException e) {
        if (e.code() != Code.UNAVAILABLE || attempt == ATTEMPTS) {
          throw e;
        }
        LOG.warn("the upload of {} is tried again: {}", file, e.getMessage());
      }
    }
  }

  /** Long enough for a slow network. */
  private static Duration patience(Path file) {
    try {
      return LONG.plusSeconds(Files.size(file) / SLOWEST_BYTES_PER_SECOND);
    } catch (IOException e) {
      throw new ServingException(Code.ADAPTER, file + " cannot be read: " + e, e);
    }
  }

  /** Whether the server has a file. */
  boolean has(String sha256) {
    return api.head(PATH + sha256, SHORT).status() == 200;
  }

  void copy(String source, String destination) {
    ObjectNode body = ServerApi.object().put("source", source).put("destination", destination);
    Reply reply = api.post("api/copy", body, SHORT);
    if (!reply.ok()) {
      throw failed("copying " + source + " to " + destination, reply, Code.UNAVAILABLE);
    }
  }

  /** Takes loaded models out of the server's memory, by their full names. */
  void unload(Predicate<String> which) {
    Reply loaded = api.get("api/ps", SHORT);
    if (!loaded.ok()) {
      throw failed("listing loaded models", loaded, Code.UNAVAILABLE);
    }
    for (JsonNode model : loaded.body().path("models")) {
      String name = model.path("name").asString("");
      if (which.test(name)) {
        ObjectNode body =
            ServerApi.object().put("model", name).put("keep_alive", 0).put("stream", false);
        Reply reply = api.post("api/generate", body, SHORT);
        if (!reply.ok()) {
          throw failed("unloading " + name, reply, Code.UNAVAILABLE);
        }
      }
    }
  }

  /** Deletes a model; one that is not there is fine. */
  void delete(String model) {
    Reply reply = api.delete("api/delete", ServerApi.object().put("model", model), SHORT);
    if (!reply.ok() && reply.status() != 404) {
      throw failed("deleting " + model, reply, Code.UNAVAILABLE);
    }
  }

  /** A file that is refused is at fault; whatever else happens is the server's trouble. */
  private static Code blame(Reply reply) {
    boolean refused = reply.status() == 400 || reply.status() == 200;
    return refused ? Code.ADAPTER : Code.UNAVAILABLE;
  }

  private static ServingException failed(String doing, Reply reply, Code code) {
    return new ServingException(code, doing + " on the Ollama server failed: " + reply.said());
  }
}

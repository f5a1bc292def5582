package dev.nightshift.serving;

import dev.nightshift.serving.OllamaApi.Reply;
import dev.nightshift.serving.ServingException.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Models on an Ollama server: looks them up, makes them, copies and deletes them. */
final class OllamaModels {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final OllamaApi api;

  OllamaModels(OllamaApi api) {
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
    Reply reply = api.post("api/show", OllamaApi.object().put("model", model), SHORT);
    if (reply.status() != 200 && reply.status() != 404) {
      throw failed("looking up " + model, reply, Code.UNAVAILABLE);
    }
    return reply.ok();
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
    ObjectNode body = OllamaApi.object().put("model", model).put("from", from).put("stream", false);
    prompt.system().ifPresent(system -> body.put("system", system));
    prompt.template().ifPresent(template -> body.put("template", template));
    if (!adapters.isEmpty()) {
      ObjectNode files = body.putObject("adapters");
      adapters.forEach(files::put);
    }
    Reply reply = api.post("api/create", body, LONG);
    if (!reply.ok()) {
      throw failed("making " + model, reply, adapters.isEmpty() ? Code.UNAVAILABLE : Code.ADAPTER);
    }
  }

  /** Brings a file to the server unless it is there: the server answers early if it is. */
  void upload(Path file, String sha256) {
    String path = "api/blobs/sha256:" + sha256;
    if (has(path)) {
      return;
    }
    try {
      Reply reply = api.upload(path, file, LONG);
      if (!reply.ok()) {
        throw failed("uploading " + file, reply, Code.ADAPTER);
      }
    } catch (ServingException e) {
      if (e.code() != Code.UNAVAILABLE || !has(path)) {
        throw e;
      }
    }
  }

  private boolean has(String blobPath) {
    return api.head(blobPath, SHORT).status() == 200;
  }

  void copy(String source, String destination) {
    ObjectNode body = OllamaApi.object().put("source", source).put("destination", destination);
    Reply reply = api.post("api/copy", body, SHORT);
    if (!reply.ok()) {
      throw failed("copying " + source + " to " + destination, reply, Code.UNAVAILABLE);
    }
  }

  /** Deletes a model; one that is not there is fine. */
  void delete(String model) {
    Reply reply = api.delete("api/delete", OllamaApi.object().put("model", model), SHORT);
    if (!reply.ok() && reply.status() != 404) {
      throw failed("deleting " + model, reply, Code.UNAVAILABLE);
    }
  }

  private static ServingException failed(String doing, Reply reply, Code code) {
    return new ServingException(code, doing + " on the Ollama server failed: " + reply.said());
  }
}

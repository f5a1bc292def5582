package dev.nightshift.serving;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the fake server has in its memory. */
final class LoadedModels {
  final Set<String> names = new ConcurrentSkipListSet<>();

  static ObjectNode error(String text) {
    return JsonMapper.shared().createObjectNode().put("error", text);
  }

  ObjectNode answer(String path, JsonNode request) {
    return path.equals("ps") ? list() : asked(request);
  }

  /** As GET /api/ps. */
  private ObjectNode list() {
    ObjectNode list = JsonMapper.shared().createObjectNode();
    ArrayNode models = list.putArray("models");
    names.forEach(name -> models.addObject().put("name", name));
    return list;
  }

  /** As POST /api/generate without a prompt: with {@code keep_alive} 0 a model is unloaded. */
  private ObjectNode asked(JsonNode request) {
    String model = request.path("model").asString("");
    String name = model.contains(":") ? model : model + ":latest";
    ObjectNode reply = JsonMapper.shared().createObjectNode().put("done", true);
    if (request.path("keep_alive").asInt(-1) == 0) {
      names.remove(name);
      return reply.put("done_reason", "unload");
    }
    names.add(name);
    return reply.put("done_reason", "load");
  }
}

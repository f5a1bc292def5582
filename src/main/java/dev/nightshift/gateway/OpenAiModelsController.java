package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/models and /v1/models/{id}: what can be named. */
@RestController
final class OpenAiModelsController {
  private final OpenAiModels models;

  OpenAiModelsController(OpenAiModels models) {
    this.models = models;
  }

  @Needs(AccessScope.ASK)
  @Operation(summary = "Lists the models that can be named")
  @GetMapping(path = OpenAiErrors.ROOT + "/models", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JsonNode> all() {
    ObjectNode list = JsonMapper.shared().createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.ids().forEach(id -> data.add(models.described(id)));
    return answer(list);
  }

  /** Names may hold slashes. */
  @Needs(AccessScope.ASK)
  @Operation(summary = "Describes one model")
  @GetMapping(
      path = OpenAiErrors.ROOT + "/models/{*id}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JsonNode> one(@PathVariable String id) {
    return answer(models.described(id.substring(1)));
  }

  private static ResponseEntity<JsonNode> answer(JsonNode body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.Caller;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServableAdapter;
import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * GET /health: {@code ok} and {@code partial_error} (something works less than it should) with 200,
 * {@code error} with 503. What else there is to say is shown to those only who have a key, or need
 * none; anyone may know the word. GET /health/live tells whether the process answers at all, GET
 * /health/ready whether it can answer questions and remember them.
 */
@RestController
final class HealthController {
  private final GatewayParts gateway;
  private final HealthParts parts;

  HealthController(GatewayParts gateway, HealthParts parts) {
    this.gateway = gateway;
    this.parts = parts;
  }

  @Needs({})
  @Operation(summary = "Tells whether the server can answer; its parts to those who have a key")
  @GetMapping("/health")
  ResponseEntity<Map<String, Object>> health(Caller caller) {
    ModelHealth models = ModelHealth.of(gateway.models());
    List<HealthPart> seen = new ArrayList<>(parts.look());
    seen.add(models.part());
    HealthPart.State worst = HealthPart.State.OK;
    Map<String, Object> details = new LinkedHashMap<>();
    for (HealthPart part : seen) {
      worst = part.state().compareTo(worst) > 0 ? part.state() : worst;
      details.put(part.name(), Map.of("status", word(part.state()), "detail", part.detail()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", whole(worst));
    if (caller.known()) {
      models.flags(body);
      describe(body, models, seen);
      body.put("models", models.details());
      body.put("parts", details);
    }
    return ResponseEntity.status(worst == HealthPart.State.ERROR ? 503 : 200).body(body);
  }

  private void describe(Map<String, Object> body, ModelHealth models, List<HealthPart> seen) {
    LanguageModel model = gateway.model();
    body.put("model_file_exists", models.filesExist());
    body.put("device", model.device().orElse("server"));
    body.put("active_adapter", model.active().map(ServableAdapter::version).orElse(Exchange.BASE));
    Map<String, Object> index = new LinkedHashMap<>();
    for (HealthPart part : seen) {
      if (part.name().equals(HealthParts.MEMORY)) {
        index.put("status", word(part.state()));
        if (part.state() != HealthPart.State.ERROR) {
          ExchangeMemory.Counts counts = gateway.memory().counts();
          index.put("exchanges", counts.exchanges());
          index.put("corrections", counts.corrections());
        }
      }
    }
    body.put("index", index);
    model
        .queue()
        .ifPresent(
            load -> body.put("queue", Map.of("waiting", load.waiting(), "most", load.most())));
  }

  @Needs({})
  @Operation(summary = "Tells that the process answers")
  @GetMapping("/health/live")
  Map<String, String> live() {
    return Map.of("status", "ok");
  }

  @Needs({})
  @Operation(summary = "Tells whether questions can be answered and remembered now")
  @GetMapping("/health/ready")
  ResponseEntity<Map<String, String>> ready() {
    boolean ready =
        parts.look(HealthParts.MODEL, HealthParts.MEMORY, HealthPart.MEMORY_LOG).stream()
            .noneMatch(part -> part.state() == HealthPart.State.ERROR);
    return ResponseEntity.status(ready ? 200 : 503).body(Map.of("status", ready ? "ok" : "error"));
  }

  /** The whole's state in the words that sidecars have. */
  private static String whole(HealthPart.State worst) {
    return worst == HealthPart.State.DEGRADED ? "partial_error" : word(worst);
  }

  private static String word(HealthPart.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}

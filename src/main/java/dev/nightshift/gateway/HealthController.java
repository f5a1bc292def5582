package dev.nightshift.gateway;

import dev.nightshift.access.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * GET /health: {@code ok} and {@code degraded} with 200, {@code error} with 503. The parts are
 * shown to those only who have a key, or need none; anyone may know the word.
 */
@RestController
final class HealthController {
  private final HealthParts parts;

  HealthController(HealthParts parts) {
    this.parts = parts;
  }

  @Needs({})
  @Operation(summary = "Tells whether the server can answer; its parts to those who have a key")
  @GetMapping("/health")
  ResponseEntity<Map<String, Object>> health(Caller caller) {
    HealthPart.State worst = HealthPart.State.OK;
    Map<String, Object> details = new LinkedHashMap<>();
    for (HealthPart part : parts.look()) {
      worst = part.state().compareTo(worst) > 0 ? part.state() : worst;
      details.put(part.name(), Map.of("status", word(part.state()), "detail", part.detail()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", word(worst));
    if (caller.known()) {
      body.put("parts", details);
    }
    return ResponseEntity.status(worst == HealthPart.State.ERROR ? 503 : 200).body(body);
  }

  private static String word(HealthPart.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** GET /status: how the pipeline stands. */
@RestController
final class StatusController {
  private final StatusSource source;

  StatusController(GatewayParts parts) {
    this.source = parts.status();
  }

  @Needs({AccessScope.ASK, AccessScope.FEEDBACK, AccessScope.OPERATE})
  @GetMapping(path = "/status", produces = MediaType.APPLICATION_JSON_VALUE)
  String status() {
    return source.json();
  }
}

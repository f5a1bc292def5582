package dev.nightshift.gateway;

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

  @GetMapping(path = "/status", produces = MediaType.APPLICATION_JSON_VALUE)
  String status() {
    return source.json();
  }
}

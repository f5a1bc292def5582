package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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
  @Operation(summary = "Tells how the pipeline stands")
  @ApiResponse(
      responseCode = "200",
      description = "What status --json prints",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  @GetMapping(path = "/status", produces = MediaType.APPLICATION_JSON_VALUE)
  String status() {
    return source.json();
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.GatewayException.Code;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** GET /nodes for operators, and the adapters of this node for other nodes. */
@RestController
final class FleetController {
  private final FleetSource source;

  FleetController(FleetSource source) {
    this.source = source;
  }

  @Needs(AccessScope.OPERATE)
  @Operation(summary = "Tells which nodes share the database, and whether they live")
  @ApiResponse(
      responseCode = "200",
      description = "What nodes --json prints",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  @GetMapping(path = "/nodes", produces = MediaType.APPLICATION_JSON_VALUE)
  String nodes() {
    return source.nodes();
  }

  @Needs(AccessScope.NODE)
  @Operation(summary = "Gives another node a file of an adapter")
  @ApiResponse(
      responseCode = "200",
      description = "The file",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @GetMapping("/fleet/adapters/{version}/{file}")
  void file(@PathVariable String version, @PathVariable String file, HttpServletResponse response)
      throws IOException {
    Path found =
        source
            .file(version, file)
            .orElseThrow(
                () ->
                    new GatewayException(
                        Code.NOT_FOUND, "there is no such file of an adapter on this node"));
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setContentLengthLong(Files.size(found));
    Files.copy(found, response.getOutputStream());
  }
}

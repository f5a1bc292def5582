package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** GET /metrics: Prometheus' text format, or OpenMetrics for who asks for it. */
@RestController
final class MetricsController {
  private static final String TEXT = "text/plain;version=0.0.4;charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text;version=1.0.0;charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final PipelineMeters meters;

  MetricsController(PrometheusMeterRegistry registry, PipelineMeters meters) {
    this.registry = registry;
    this.meters = meters;
  }

  @Needs({AccessScope.ASK, AccessScope.FEEDBACK, AccessScope.OPERATE})
  @Operation(summary = "Shows the meters in Prometheus' text format")
  @GetMapping(
      path = "/metrics",
      produces = {TEXT, OPEN_METRICS})
  ResponseEntity<String> metrics(
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "")
          String accept) {
    meters.refresh();
    // Only OpenMetrics has a place for the traces that a histogram gives as examples.
    String form = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(form))
        .body(registry.scrape(form));
  }
}

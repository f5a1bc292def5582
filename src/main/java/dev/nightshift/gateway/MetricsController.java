package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** GET /metrics: Prometheus' text format. */
@RestController
final class MetricsController {
  private static final String TEXT = "text/plain;version=0.0.4;charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final PipelineMeters meters;

  MetricsController(PrometheusMeterRegistry registry, PipelineMeters meters) {
    this.registry = registry;
    this.meters = meters;
  }

  @Needs({AccessScope.ASK, AccessScope.FEEDBACK, AccessScope.OPERATE})
  @Operation(summary = "Shows the meters in Prometheus' text format")
  @GetMapping(path = "/metrics", produces = TEXT)
  String metrics() {
    meters.refresh();
    return registry.scrape();
  }
}

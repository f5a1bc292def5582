package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureMetersTests {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FigureMeters meters = new FigureMeters(registry);

  private static Figure active(String adapter) {
    return new Figure("nightshift.adapter.active.info", "which", Map.of("adapter", adapter), 1);
  }

  @Test
  void a_figure_is_shown_with_its_newest_value_and_no_longer_than_it_is_told() {
    meters.show(List.of(active("one"), new Figure("nightshift.adapters", "kept", 1)));
    assertThat(registry.scrape())
        .contains("nightshift_adapter_active_info{adapter=\"one\"} 1", "nightshift_adapters 1");

    meters.show(List.of(active("two"), new Figure("nightshift.adapters", "kept", 2)));

    assertThat(registry.scrape())
        .contains("nightshift_adapter_active_info{adapter=\"two\"} 1", "nightshift_adapters 2")
        .doesNotContain("\"one\"");
  }
}

package dev.nightshift.gateway;

import dev.nightshift.serving.QueueLoad;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The queue before the model. */
final class ServingMeters {
  ServingMeters(GatewayParts parts, MeterRegistry registry) {
    Gauge.builder("nightshift.queue.waiting", parts, p -> load(p, QueueLoad::waiting))
        .description("Requests that wait for the model")
        .register(registry);
    Gauge.builder("nightshift.queue.capacity", parts, p -> load(p, QueueLoad::most))
        .description("Requests that may wait; one more is refused")
        .register(registry);
  }

  /** Not a number where the backend does not tell. */
  private static double load(GatewayParts parts, ToDoubleFunction<QueueLoad> number) {
    return parts.model().queue().map(number::applyAsDouble).orElse(Double.NaN);
  }
}

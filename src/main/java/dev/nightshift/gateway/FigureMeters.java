package dev.nightshift.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Shows {@link Figure}s as gauges; one that is told no longer is not shown either. */
final class FigureMeters {
  private final MeterRegistry registry;
  private final Map<Key, Shown> shown = new ConcurrentHashMap<>();

  private record Key(String name, Map<String, String> labels) {}

  private record Shown(Gauge gauge, AtomicReference<Double> value) {}

  FigureMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** To be called by one scrape at a time. */
  synchronized void show(List<Figure> figures) {
    Set<Key> told = new HashSet<>();
    for (Figure figure : figures) {
      Key key = new Key(figure.name(), figure.labels());
      told.add(key);
      shown.computeIfAbsent(key, _ -> register(figure)).value().set(figure.value());
    }
    shown
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !told.contains(entry.getKey());
              if (gone) {
                registry.remove(entry.getValue().gauge());
              }
              return gone;
            });
  }

  private Shown register(Figure figure) {
    AtomicReference<Double> value = new AtomicReference<>(figure.value());
    Gauge gauge =
        Gauge.builder(figure.name(), value::get)
            .description(figure.description())
            .tags(
                figure.labels().entrySet().stream()
                    .map(label -> Tag.of(label.getKey(), label.getValue()))
                    .toList())
            .register(registry);
    return new Shown(gauge, value);
  }
}

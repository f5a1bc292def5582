package dev.nightshift.gateway;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServableAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the model, the memory, the active adapter, the queue, and whatever else it was given.
 */
public final class HealthParts {
  static final String MODEL = "model";
  static final String MEMORY = "memory";
  private static final Logger LOG = LoggerFactory.getLogger(HealthParts.class);

  private final List<HealthCheck> checks = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  HealthParts(GatewayParts parts) {
    add(MODEL, () -> model(parts.model()));
    add(MEMORY, () -> memory(parts.memory()));
    add("adapter", () -> adapter(parts.model()));
    add("queue", () -> queue(parts.model()));
    parts.checks().forEach(this::add);
  }

  private void add(String name, HealthCheck check) {
    names.add(name);
    checks.add(check);
  }

  /** Each part as it is now; one that cannot even be looked at is an error. */
  public List<HealthPart> look() {
    return look(names.toArray(String[]::new));
  }

  /** The same for some of the parts. */
  List<HealthPart> look(String... some) {
    List<HealthPart> seen = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      if (!List.of(some).contains(names.get(i))) {
        continue;
      }
      try {
        seen.add(Objects.requireNonNull(checks.get(i).check(), "its check said nothing"));
      } catch (RuntimeException e) {
        LOG.warn("health of {} cannot be told", names.get(i), e);
        String message = e.getMessage();
        seen.add(
            new HealthPart(
                names.get(i),
                HealthPart.State.ERROR,
                message == null ? e.getClass().getSimpleName() : message));
      }
    }
    return seen;
  }

  private static HealthPart model(LanguageModel model) {
    return model
        .trouble()
        .map(trouble -> new HealthPart("model", HealthPart.State.ERROR, trouble))
        .orElseGet(() -> new HealthPart("model", HealthPart.State.OK, described(model)));
  }

  private static String described(LanguageModel model) {
    return model.name() + model.computing().map(what -> ", computed by " + what).orElse("");
  }

  /** A full queue turns users away, who may come back: no more than degraded. */
  private static HealthPart queue(LanguageModel model) {
    return model
        .queue()
        .map(
            load ->
                new HealthPart(
                    "queue",
                    load.full() ? HealthPart.State.DEGRADED : HealthPart.State.OK,
                    load.waiting() + " of " + load.most() + " places taken"))
        .orElseGet(() -> new HealthPart("queue", HealthPart.State.OK, "not known"));
  }

  private static HealthPart memory(ExchangeMemory memory) {
    return new HealthPart(
        "memory", HealthPart.State.OK, memory.counts().exchanges() + " exchanges");
  }

  private static HealthPart adapter(LanguageModel model) {
    return new HealthPart(
        "adapter",
        HealthPart.State.OK,
        model.active().map(ServableAdapter::version).orElse(Exchange.BASE));
  }
}

package dev.nightshift.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is over as traces, in the background. Thread-safe; a collector that cannot be reached
 * costs nobody anything, what it missed is dropped. Switched off it does nothing.
 */
public final class Traces implements AutoCloseable {
  private static final int MOST_LINKS = 100;
  private static final long CLOSING_SECONDS = 5;

  private final @Nullable SdkTracerProvider provider;
  private final Tracer tracer;
  private final DerivedIds ids;

  private Traces(@Nullable SdkTracerProvider provider, Tracer tracer, DerivedIds ids) {
    this.provider = provider;
    this.tracer = tracer;
    this.ids = ids;
  }

  /**
   * Opens the way to the collector of {@code settings}, or none.
   *
   * @param version of this program
   * @param instance which of several processes this is
   */
  public static Traces open(TracingSettings settings, String version, String instance) {
    if (!settings.enabled()) {
      return new Traces(
          null,
          io.opentelemetry.api.OpenTelemetry.noop().getTracer("nightshift"),
          new DerivedIds());
    }
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint())
            .setTimeout(settings.timeout());
    if (!settings.authorization().isEmpty()) {
      exporter.addHeader("Authorization", settings.authorization());
    }
    return to(exporter.build(), settings.share(), version, instance);
  }

  /** The same to anything that takes spans. */
  static Traces to(SpanExporter exporter, double share, String version, String instance) {
    DerivedIds ids = new DerivedIds();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "nightshift",
                                AttributeKey.stringKey("service.version"),
                                version,
                                AttributeKey.stringKey("service.instance.id"),
                                instance))))
            .setIdGenerator(ids)
            .setSampler(Sampler.traceIdRatioBased(share))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    return new Traces(provider, provider.get("nightshift"), ids);
  }

  /** Whether anything is sent. */
  public boolean enabled() {
    return provider != null;
  }

  /**
   * Sends a trace.
   *
   * @param trace its id, from {@link TraceIds}
   * @param whole what it is of; its span is {@link TraceIds#rootOf}
   * @param related ids of traces that this one came of; of many the first hundred are linked
   * @param caller the span of another program that asked for it, as W3C Trace Context's header
   *     {@code traceparent} names it; null or malformed for none
   */
  public void send(String trace, Traced whole, List<String> related, @Nullable String caller) {
    if (provider == null) {
      return;
    }
    SpanBuilder root = builder(whole).setNoParent();
    SpanContext asked = TraceParent.parse(caller);
    if (asked.isValid()) {
      root.addLink(asked);
    }
    for (String other : related.subList(0, Math.min(MOST_LINKS, related.size()))) {
      root.addLink(
          SpanContext.create(
              other, TraceIds.rootOf(other), TraceFlags.getSampled(), TraceState.getDefault()));
    }
    Span span = ids.derive(trace, root::startSpan);
    parts(span, whole);
    end(span, whole);
  }

  private void parts(Span parent, Traced whole) {
    for (Traced part : whole.parts()) {
      Span span = builder(part).setParent(Context.root().with(parent)).startSpan();
      parts(span, part);
      end(span, part);
    }
  }

  private SpanBuilder builder(Traced traced) {
    SpanBuilder builder = tracer.spanBuilder(traced.name()).setStartTimestamp(traced.start());
    for (Map.Entry<String, Object> attribute : traced.attributes().entrySet()) {
      switch (attribute.getValue()) {
        case Long number -> builder.setAttribute(attribute.getKey(), number);
        case Integer number -> builder.setAttribute(attribute.getKey(), number.longValue());
        case Double number -> builder.setAttribute(attribute.getKey(), number);
        case Boolean truth -> builder.setAttribute(attribute.getKey(), truth);
        default -> builder.setAttribute(attribute.getKey(), attribute.getValue().toString());
      }
    }
    return builder;
  }

  private static void end(Span span, Traced traced) {
    if (!traced.failed().isEmpty()) {
      span.setStatus(StatusCode.ERROR, traced.failed());
    }
    span.end(traced.end());
  }

  /** Sends what waits, for at most five seconds. */
  void flush() {
    if (provider != null) {
      provider.forceFlush().join(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Sends what waits, for at most five seconds, and ends. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
  }
}

package dev.nightshift.gateway;

import dev.nightshift.tracing.SentTrace;
import dev.nightshift.tracing.TraceIds;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Names the trace that was just sent as an example (exemplar) of what a histogram counts. */
final class ExampleTraces implements SpanContext {
  @Override
  public @Nullable String getCurrentTraceId() {
    return SentTrace.current();
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    String trace = SentTrace.current();
    return trace == null ? null : TraceIds.rootOf(trace);
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return SentTrace.current() != null;
  }

  @Override
  public void markCurrentSpanAsExemplar() {
    // It has been sent already.
  }
}

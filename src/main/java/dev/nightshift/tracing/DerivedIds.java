package dev.nightshift.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random ids, but for the root of a trace whose id was derived from what it is about. */
final class DerivedIds implements IdGenerator {
  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<@Nullable String> trace = new ThreadLocal<>();

  /** Lets {@code start} begin the root of a trace of that id. */
  <T> T derive(String id, Supplier<T> start) {
    trace.set(id);
    try {
      return start.get();
    } finally {
      trace.remove();
    }
  }

  @Override
  public String generateSpanId() {
    String derived = trace.get();
    return derived == null ? random.generateSpanId() : TraceIds.rootOf(derived);
  }

  @Override
  public String generateTraceId() {
    String derived = trace.get();
    return derived == null ? random.generateTraceId() : derived;
  }
}

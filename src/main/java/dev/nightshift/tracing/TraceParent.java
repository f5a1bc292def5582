package dev.nightshift.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a caller names its span: W3C Trace Context, version 00 and what follows it.
 */
final class TraceParent {
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

  private TraceParent() {}

  /** The caller's span; an invalid one when the header is missing or malformed. */
  static SpanContext parse(@Nullable String header) {
    Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
    return matcher.matches()
        ? SpanContext.createFromRemoteParent(
            matcher.group(1),
            matcher.group(2),
            TraceFlags.fromHex(matcher.group(3), 0),
            TraceState.getDefault())
        : SpanContext.getInvalid();
  }
}

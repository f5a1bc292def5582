package dev.nightshift.tracing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Ids of traces and spans, derived from the ids of what they are about: the first bytes of the
 * SHA-256 of {@code kind:id}. Lower-case hex as in W3C Trace Context: 32 and 16 digits.
 */
public final class TraceIds {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private TraceIds() {}

  /** The trace of a question and its answer. */
  public static String traceOfExchange(String exchangeId) {
    return hex("exchange:" + exchangeId, TRACE_BYTES);
  }

  /** The trace of a night, by its key. */
  public static String traceOfNight(String key) {
    return hex("night:" + key, TRACE_BYTES);
  }

  /** The trace of a rollout by hand, by its adapter and when it began. */
  public static String traceOfRollout(String adapter, Instant started) {
    return hex("rollout:" + adapter + "@" + started.toEpochMilli(), TRACE_BYTES);
  }

  /** The trace of a run of the code loop. */
  public static String traceOfRun(String id) {
    return hex("run:" + id, TRACE_BYTES);
  }

  /** The first span of a trace: what links to the trace points at. */
  public static String rootOf(String trace) {
    return hex("root:" + trace, SPAN_BYTES);
  }

  private static String hex(String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

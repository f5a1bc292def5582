package dev.nightshift.asking;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets what this thread logs carry the id of the exchange that it works on, as {@code exchange} in
 * its context (MDC), which structured logs show. Within a request the id stays until the request is
 * over, so that what is logged of its failure carries it too. Only ids that this program makes are
 * shown: others could hold anything.
 */
public final class ExchangeInLog implements AutoCloseable {
  private static final String EXCHANGE = "exchange";
  private static final Pattern OURS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final ThreadLocal<Boolean> REQUEST = ThreadLocal.withInitial(() -> false);

  private final @Nullable String outer = MDC.get(EXCHANGE);
  private final boolean whole;

  private ExchangeInLog(boolean whole) {
    this.whole = whole;
  }

  /** Work on an exchange begins in this thread. */
  public static ExchangeInLog of(String id) {
    ExchangeInLog begun = new ExchangeInLog(false);
    if (OURS.matcher(id).matches()) {
      MDC.put(EXCHANGE, id);
    }
    return begun;
  }

  /** A request begins in this thread, whatever it will be about. */
  public static ExchangeInLog request() {
    ExchangeInLog begun = new ExchangeInLog(true);
    REQUEST.set(true);
    return begun;
  }

  @Override
  public void close() {
    if (whole) {
      REQUEST.remove();
    } else if (REQUEST.get()) {
      return;
    }
    if (outer == null) {
      MDC.remove(EXCHANGE);
    } else {
      MDC.put(EXCHANGE, outer);
    }
  }
}

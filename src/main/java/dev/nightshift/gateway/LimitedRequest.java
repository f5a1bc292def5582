package dev.nightshift.gateway;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;

/**
 * A request whose body can be read up to a limit, also when no length was announced, and has to
 * arrive in a limited time, however steadily it trickles in.
 */
final class LimitedRequest extends HttpServletRequestWrapper {
  private final int limit;
  private final Duration arrival;
  private final Runnable arrived;

  /**
   * Limits a request.
   *
   * @param arrived told when its body has come whole, once or more
   */
  LimitedRequest(HttpServletRequest request, GatewaySettings settings, Runnable arrived) {
    super(request);
    this.arrived = arrived;
    this.limit = settings.maxBodyBytes();
    this.arrival = settings.timeouts().arrival();
  }

  static GatewayException tooLarge(int limit) {
    return new GatewayException(
        GatewayException.Code.TOO_LARGE, "the request body is larger than " + limit + " bytes");
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new LimitedStream(super.getInputStream(), limit, arrival, arrived);
  }

  private static final class LimitedStream extends ServletInputStream {
    private final ServletInputStream in;
    private final int limit;
    private final Duration arrival;
    private final Runnable arrived;
    private final long start = System.nanoTime();
    private long seen;

    LimitedStream(ServletInputStream in, int limit, Duration arrival, Runnable arrived) {
      this.in = in;
      this.arrived = arrived;
      this.limit = limit;
      this.arrival = arrival;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int bytes) {
      seen += bytes;
      if (in.isFinished()) {
        arrived.run();
      }
      if (seen > limit) {
        throw tooLarge(limit);
      }
      if (bytes > 0 && System.nanoTime() - start > arrival.toNanos()) {
        throw new GatewayException(
            GatewayException.Code.TOO_SLOW,
            "the request did not arrive within " + arrival.toMillis() + " ms");
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}

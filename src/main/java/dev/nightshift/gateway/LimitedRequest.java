package dev.nightshift.gateway;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body can be read up to a limit, also when no length was announced. */
final class LimitedRequest extends HttpServletRequestWrapper {
  private final int limit;

  LimitedRequest(HttpServletRequest request, int limit) {
    super(request);
    this.limit = limit;
  }

  static GatewayException tooLarge(int limit) {
    return new GatewayException(
        GatewayException.Code.TOO_LARGE, "the request body is larger than " + limit + " bytes");
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new LimitedStream(super.getInputStream(), limit);
  }

  private static final class LimitedStream extends ServletInputStream {
    private final ServletInputStream in;
    private final int limit;
    private long seen;

    LimitedStream(ServletInputStream in, int limit) {
      this.in = in;
      this.limit = limit;
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
      if (seen > limit) {
        throw tooLarge(limit);
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

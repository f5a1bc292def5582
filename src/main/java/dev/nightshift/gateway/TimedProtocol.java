package dev.nightshift.gateway;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 that gives up on requests that do not arrive in time, and looks whether those who wait
 * for an answer are still there. Tomcat's own timeout begins anew with every byte, so that a client
 * that sends one now and then keeps its connection for hours; and it reads nothing while a request
 * is answered, so that it does not see who leaves.
 */
public final class TimedProtocol extends Http11NioProtocol {
  private static final long LOOK_EVERY_MILLIS = 250;

  private volatile Duration arrival = Duration.ofDays(1);
  private volatile Arrivals bodies = new Arrivals();
  private volatile Departures waiting = new Departures();
  private volatile @Nullable ScheduledFuture<?> looking;

  /**
   * Says what to watch over.
   *
   * @param limit how long a header may take, from its first byte
   * @param expected the bodies that are to come
   * @param clients who wait for answers
   */
  void watch(Duration limit, Arrivals expected, Departures clients) {
    arrival = limit;
    bodies = expected;
    waiting = clients;
  }

  @Override
  public void start() throws Exception {
    super.start();
    looking =
        getUtilityExecutor()
            .scheduleWithFixedDelay(
                this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    ScheduledFuture<?> running = looking;
    if (running != null) {
      running.cancel(false);
    }
    super.stop();
  }

  private void look() {
    for (SocketWrapperBase<?> socket : getEndpoint().getConnections()) {
      String connection = connectionOf(socket);
      waiting.look(connection, socket::isReadyForRead);
      if (socket.getCurrentProcessor() instanceof Processor processor && isSlow(processor)) {
        socket.processSocket(SocketEvent.ERROR, true);
      } else if (bodies.late(connection)) {
        socket.close();
      }
    }
    bodies.forgetLate();
  }

  /** As requests on it tell it; the first to ask says which protocol it speaks. */
  private static String connectionOf(SocketWrapperBase<?> socket) {
    return socket.getServletConnection("http/1.1", "").getConnectionId();
  }

  /** A processor waits at its connection when a header is incomplete, or for an answer to come. */
  private boolean isSlow(Processor processor) {
    if (processor.isAsync() || processor.isUpgrade() || processor.getRequest() == null) {
      return false;
    }
    long start = processor.getRequest().getStartTimeNanos();
    return start > 0 && System.nanoTime() - start > arrival.toNanos();
  }
}

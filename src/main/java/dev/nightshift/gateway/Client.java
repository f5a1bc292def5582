package dev.nightshift.gateway;

import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.ServingException;
import java.util.function.Supplier;

/** Who sent a request whose body has come whole, and may go away before its answer is complete. */
final class Client {
  private final Departures departures;
  private final String connection;
  private volatile boolean gone;

  Client(Departures departures, String connection) {
    this.departures = departures;
    this.connection = connection;
  }

  /** Ends an answer that the client does not wait for any more. */
  AnswerListener listener() {
    return AnswerListener.endedBy(this::gone);
  }

  boolean gone() {
    return gone;
  }

  /**
   * Does what the client waits for.
   *
   * @throws GatewayException ABANDONED when it was cancelled because the client has gone
   */
  <T> T waitsFor(Supplier<T> work) {
    return waitsFor(() -> {}, work);
  }

  /** The same for work that is to be told; once, while it goes on, by another thread. */
  <T> T waitsFor(Runnable whenGone, Supplier<T> work) {
    try (Departures.Waiting _ = departures.begin(connection, () -> leave(whenGone))) {
      return work.get();
    } catch (ServingException e) {
      throw gone && e.code() == ServingException.Code.CANCELLED ? abandoned() : e;
    } catch (CodeLoopException e) {
      throw gone && e.code() == CodeLoopException.Code.CANCELLED ? abandoned() : e;
    }
  }

  private void leave(Runnable whenGone) {
    gone = true;
    whenGone.run();
  }

  /** Without what it was cancelled by, for which there are answers too. */
  private static GatewayException abandoned() {
    return new GatewayException(
        GatewayException.Code.ABANDONED,
        "the client closed its side of the connection, which ends its answer: keep it open for"
            + " sending until the answer has come");
  }
}

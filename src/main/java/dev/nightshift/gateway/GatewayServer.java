package dev.nightshift.gateway;

import java.nio.file.Path;

/** A running gateway. */
public final class GatewayServer implements AutoCloseable {
  private GatewayServer() {}

  /**
   * Starts listening and says so in {@code server.json}.
   *
   * @param stateDirectory where {@code server.json} goes
   * @throws IllegalStateException when the address cannot be listened on
   */
  public static GatewayServer start(
      GatewaySettings settings, Path stateDirectory, GatewayParts parts) {
    throw new UnsupportedOperationException("not there yet");
  }

  /** Base address, such as {@code http://127.0.0.1:8000}. */
  public String url() {
    throw new UnsupportedOperationException("not there yet");
  }

  /** Stops listening, lets running requests finish, and removes {@code server.json}. */
  @Override
  public void close() {}
}

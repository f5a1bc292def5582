package dev.nightshift.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that says what it likes. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(GatewayFixture gateway) throws IOException {
    URI url = URI.create(gateway.server.url());
    socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
  }

  /** What a server answers to these bytes until it closes the connection. */
  static String answerTo(GatewayFixture gateway, String bytes) throws IOException {
    try (RawClient client = new RawClient(gateway)) {
      client.send(bytes);
      return client.rest();
    }
  }

  /** The same for a client that sends no more, and reads. */
  static String answerToHalf(GatewayFixture gateway, String bytes) throws IOException {
    try (RawClient client = new RawClient(gateway)) {
      client.send(bytes);
      client.socket.shutdownOutput();
      return client.rest();
    }
  }

  /** Closes with a reset, as the end of a process with unread data does. */
  void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Everything until the server closes the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

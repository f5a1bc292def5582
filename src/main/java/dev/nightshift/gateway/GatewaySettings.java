package dev.nightshift.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the gateway listens.
 *
 * @param address to bind to; anything but a loopback address needs an API token
 * @param port 1 to 65535, or 0 for any free one
 * @param apiToken bearer token that every route but /health then requires; blank is none
 * @param maxBodyBytes largest request body
 */
public record GatewaySettings(
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("8000") int port,
    @DefaultValue("") String apiToken,
    @DefaultValue("1048576") int maxBodyBytes) {

  private static final int SHORTEST_TOKEN = 16;

  public GatewaySettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be within 0 and 65535: " + port);
    }
    if (maxBodyBytes < 1024) {
      throw new IllegalArgumentException("maxBodyBytes must be at least 1024: " + maxBodyBytes);
    }
    if (!apiToken.isBlank() && apiToken.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "apiToken must have at least " + SHORTEST_TOKEN + " characters, or be empty for none");
    }
    if (apiToken.isBlank() && !loopback(address)) {
      throw new IllegalArgumentException(
          "address "
              + address
              + " can be reached from other machines, which needs an apiToken:"
              + " set nightshift.gateway.api-token, or listen on 127.0.0.1");
    }
  }

  /** 127.0.0.1:8000, no token, bodies up to 1 MiB. */
  public static GatewaySettings defaults() {
    return new GatewaySettings("127.0.0.1", 8000, "", 1 << 20);
  }

  /** Whether only this machine can reach the gateway. */
  boolean loopback() {
    return loopback(address);
  }

  private static boolean loopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address is not one of this machine: " + address, e);
    }
  }

  /** Without the token, for logs. */
  @Override
  public String toString() {
    return "GatewaySettings[address="
        + address
        + ", port="
        + port
        + ", apiToken="
        + (apiToken.isBlank() ? "none" : "set")
        + ", maxBodyBytes="
        + maxBodyBytes
        + "]";
  }
}

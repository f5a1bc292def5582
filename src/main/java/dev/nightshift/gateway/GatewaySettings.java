package dev.nightshift.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the gateway listens.
 *
 * @param address to bind to; anything but a loopback address needs API keys
 * @param port 1 to 65535, or 0 for any free one
 * @param apiToken counts as a key for asking and feedback; blank is none
 * @param maxBodyBytes largest request body
 * @param hosts further names that the server answers to, behind a proxy for instance; one that
 *     begins with a dot means all names under it
 * @param timeouts how long it waits
 */
public record GatewaySettings(
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("8000") int port,
    @DefaultValue("") String apiToken,
    @DefaultValue("1048576") int maxBodyBytes,
    @DefaultValue List<String> hosts,
    @DefaultValue GatewayTimeouts timeouts) {

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
    hosts = List.copyOf(hosts);
    if (hosts.stream().anyMatch(host -> host.isBlank() || host.contains("/"))) {
      throw new IllegalArgumentException(
          "hosts must be names such as gateway.example.org or .example.org: " + hosts);
    }
    boolean _ = loopback(address);
  }

  /** 127.0.0.1:8000, no token, bodies up to 1 MiB. */
  public static GatewaySettings defaults() {
    return at("127.0.0.1", 8000, "");
  }

  /** The defaults at an address. */
  public static GatewaySettings at(String address, int port, String apiToken) {
    return new GatewaySettings(
        address, port, apiToken, 1 << 20, List.of(), GatewayTimeouts.defaults());
  }

  /** The same, waiting for other times. */
  GatewaySettings with(GatewayTimeouts others) {
    return new GatewaySettings(address, port, apiToken, maxBodyBytes, hosts, others);
  }

  /** The same, answering to these names too. */
  GatewaySettings answeringTo(String... names) {
    return new GatewaySettings(address, port, apiToken, maxBodyBytes, List.of(names), timeouts);
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
        + ", hosts="
        + hosts
        + ", timeouts="
        + timeouts
        + "]";
  }
}

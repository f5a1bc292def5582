package dev.nightshift.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that a gateway answers to. A page of another site can have its own name resolved to
 * this machine and then reads what it likes (DNS rebinding); the Host header still tells the name.
 *
 * <p>On a loopback address these are the names of the loopback. On others they are addresses and
 * names without a dot, which nobody can register, such as a container's. More are configured.
 */
final class HostNames {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

  private final boolean loopback;
  private final String address;
  private final List<String> configured;

  HostNames(GatewaySettings settings) {
    this.loopback = settings.loopback();
    String bound = settings.address().toLowerCase(Locale.ROOT);
    this.address = bound.contains(":") ? "[" + bound + "]" : bound;
    this.configured = settings.hosts().stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
  }

  /** Lets a request pass by its Host header. */
  void require(@Nullable String header) {
    String name = nameOf(header);
    if (!known(name)) {
      throw new GatewayException(
          GatewayException.Code.FORBIDDEN,
          loopback
              ? "this server answers to localhost only, not to the name " + name
              : "this server does not answer to the name "
                  + name
                  + ": add it to nightshift.gateway.hosts");
    }
  }

  private boolean known(String name) {
    if (configured.stream().anyMatch(host -> means(host, name))) {
      return true;
    }
    return loopback
        ? LOOPBACK.contains(name) || name.equals(address)
        : !name.contains(".") || ADDRESS.matcher(name).matches();
  }

  /** One that begins with a dot means every name under it. */
  private static boolean means(String host, String name) {
    return host.startsWith(".") ? name.endsWith(host) : name.equals(host);
  }

  /** The name in a Host header, without its port. */
  private static String nameOf(@Nullable String host) {
    if (host == null) {
      return "";
    }
    int port = host.lastIndexOf(':');
    boolean withPort = port > host.lastIndexOf(']');
    return (withPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }
}

package dev.nightshift.model;

import java.net.URI;
import java.util.Locale;

/**
 * The address of an Ollama server, written as {@code OLLAMA_HOST} is: {@code host}, {@code
 * host:port}, {@code :port} or {@code http(s)://host[:port][/path]}. As there, the port is 11434
 * when neither it nor a scheme is written, and the scheme's own otherwise. An address to listen on
 * (0.0.0.0) means this machine.
 */
public final class OllamaAddress {
  /** Where a server listens when nobody says otherwise. */
  public static final String DEFAULT = "http://127.0.0.1:11434";

  private static final int OWN_PORT = 11_434;

  private OllamaAddress() {}

  /**
   * The address as a URI with scheme, host and port, and without a slash at its end.
   *
   * @param text blank is {@link #DEFAULT}
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static URI parse(String text) {
    String given = text.strip();
    int end = given.indexOf("://");
    String scheme = end < 0 ? "http" : given.substring(0, end).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("must begin with http:// or https://: " + text);
    }
    String place = end < 0 ? given : given.substring(end + 3);
    boolean hostless = place.isEmpty() || place.startsWith(":") || place.startsWith("/");
    URI uri = URI.create(scheme + "://" + (hostless ? "127.0.0.1" : "") + place);
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("must be an address such as 127.0.0.1:11434: " + text);
    }
    String path = uri.getPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + host(uri) + ":" + port(uri, end >= 0) + path);
  }

  private static String host(URI uri) {
    return switch (uri.getHost()) {
      case "0.0.0.0" -> "127.0.0.1";
      case "[::]" -> "[::1]";
      default -> uri.getHost();
    };
  }

  private static int port(URI uri, boolean withScheme) {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    if (!withScheme) {
      return OWN_PORT;
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}

package dev.nightshift.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One place to send notifications to.
 *
 * @param format what it understands
 * @param url where; a secret, absent from {@link #toString()}
 * @param key names the webhook in the database and in logs without giving the URL away
 */
record Webhook(Format format, URI url, String key) {

  /** What a webhook understands. */
  enum Format {
    SLACK,
    DISCORD,
    JSON
  }

  /**
   * Reads {@code [slack:|discord:|json:]URL}.
   *
   * @param name what to call the setting in an error
   * @throws IllegalArgumentException if it is no http(s) URL; the message does not hold it
   */
  static Webhook parse(String name, String value) {
    for (Format format : Format.values()) {
      String prefix = format.name().toLowerCase(Locale.ROOT) + ":";
      if (value.toLowerCase(Locale.ROOT).startsWith(prefix)) {
        URI url = url(name, value.substring(prefix.length()));
        return new Webhook(format, url, key(format, url));
      }
    }
    URI url = url(name, value);
    Format format = formatOf(url.getHost().toLowerCase(Locale.ROOT));
    return new Webhook(format, url, key(format, url));
  }

  private static URI url(String name, String value) {
    URI url;
    try {
      url = URI.create(value.strip());
    } catch (IllegalArgumentException e) {
      // Not as a cause: its message quotes the URL.
      throw refused(name);
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    if (!http || url.getHost() == null) {
      throw refused(name);
    }
    return url;
  }

  private static IllegalArgumentException refused(String name) {
    return new IllegalArgumentException(
        name
            + " is not a webhook (its value is a secret and not shown); allowed: an http:// or"
            + " https:// URL, optionally after slack:, discord: or json:");
  }

  private static Format formatOf(String host) {
    if (host.equals("hooks.slack.com")) {
      return Format.SLACK;
    }
    boolean discord =
        host.equals("discord.com")
            || host.endsWith(".discord.com")
            || host.equals("discordapp.com")
            || host.endsWith(".discordapp.com");
    return discord ? Format.DISCORD : Format.JSON;
  }

  private static String key(Format format, URI url) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(url.toString().getBytes(StandardCharsets.UTF_8));
      String name = format.name().toLowerCase(Locale.ROOT);
      return name + "-" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return key;
  }
}

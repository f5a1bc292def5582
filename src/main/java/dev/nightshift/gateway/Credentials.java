package dev.nightshift.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The key in an Authorization header. */
final class Credentials {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private Credentials() {}

  /**
   * What was sent as a key: behind Bearer, or as the password of Basic, which is what a browser
   * asks for. Something that cannot be a key when the header is malformed; null without a header.
   */
  static @Nullable String in(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (begins(authorization, BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    return begins(authorization, BASIC)
        ? password(authorization.substring(BASIC.length()).strip())
        : "";
  }

  private static boolean begins(String text, String scheme) {
    return text.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

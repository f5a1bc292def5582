package dev.nightshift.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who may call what.
 *
 * @param api token for the routes of clients; blank when none is needed
 * @param ops token for the routes of commands
 */
record AccessTokens(String api, String ops) {
  private static final String BEARER = "Bearer ";
  private static final int BYTES = 32;

  /** The configured API token and a fresh one for commands. */
  static AccessTokens fresh(String api) {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessTokens(api, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether a client with this Authorization header may use the ordinary routes. */
  boolean mayAsk(@Nullable String authorization) {
    return api.isBlank() || matches(authorization, api) || mayOperate(authorization);
  }

  /** Whether it may use the routes of commands. */
  boolean mayOperate(@Nullable String authorization) {
    return matches(authorization, ops);
  }

  private static boolean matches(@Nullable String authorization, String token) {
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            bytes(authorization.substring(BEARER.length()).trim()), bytes(token));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return "AccessTokens[]";
  }
}

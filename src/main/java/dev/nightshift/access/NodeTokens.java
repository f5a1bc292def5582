package dev.nightshift.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What nodes show each other: {@code nsn_<seconds>_<HMAC-SHA256 of them and of who is asked>} under
 * a secret that all of them know (RFC 2104). The secret never travels, and a token is good for one
 * node and a few minutes, so that whoever is asked in another's place gains nothing lasting.
 */
public final class NodeTokens {
  private static final Pattern FORM = Pattern.compile("nsn_(\\d{1,12})_([0-9a-f]{64})");
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);
  private static final String ALGORITHM = "HmacSHA256";

  private final String secret;
  private final InstantSource clock;

  /**
   * Tokens under a secret.
   *
   * @param secret blank: there is none, and no token is right
   */
  public NodeTokens(String secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** Tokens of nobody, for a server that knows no secret: none is right. */
  public static NodeTokens none() {
    return new NodeTokens("", InstantSource.system());
  }

  /** Whether there is a secret. */
  public boolean usable() {
    return !secret.isBlank();
  }

  /**
   * A token to show a node.
   *
   * @param audience name of that node
   * @throws AccessException MISSING without a secret
   */
  public String of(String audience) {
    if (!usable()) {
      throw new AccessException(
          AccessException.Code.MISSING,
          "nodes need a secret to know each other by: set nightshift.fleet.secret on all of them");
    }
    long seconds = clock.instant().getEpochSecond();
    return "nsn_" + seconds + "_" + HexFormat.of().formatHex(sign(seconds, audience));
  }

  /** Whether what was sent is a token for a node, and fresh; false without a secret. */
  public boolean right(String sent, String audience) {
    Matcher matcher = FORM.matcher(sent);
    if (!usable() || !matcher.matches()) {
      return false;
    }
    long seconds = Long.parseLong(matcher.group(1));
    Duration off = Duration.between(Instant.ofEpochSecond(seconds), clock.instant()).abs();
    return off.compareTo(GOOD_FOR) <= 0
        && MessageDigest.isEqual(
            HexFormat.of().parseHex(matcher.group(2)), sign(seconds, audience));
  }

  private byte[] sign(long seconds, String audience) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(
          ("nightshift node " + seconds + " " + audience).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC with SHA-256", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "NodeTokens[" + (usable() ? "set" : "none") + "]";
  }
}

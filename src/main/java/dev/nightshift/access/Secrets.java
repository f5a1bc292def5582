package dev.nightshift.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys as clients send them: {@code nsk_<id>_<256 random bits in base64url>}. The prefix lets
 * scanners for leaked secrets find them.
 */
final class Secrets {
  private static final Pattern FORM = Pattern.compile("nsk_([0-9a-f]{12})_[A-Za-z0-9_-]{43}");
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  private Secrets() {}

  /** A fresh id. */
  static String id() {
    return HexFormat.of().formatHex(random(ID_BYTES));
  }

  /** A fresh key with an id. */
  static String of(String id) {
    return "nsk_" + id + "_" + token();
  }

  /** 256 random bits in base64url. */
  static String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
  }

  /** The id in what was sent, if that has the form of a key. */
  static Optional<String> idIn(String sent) {
    Matcher matcher = FORM.matcher(sent);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** SHA-256 in hexadecimal digits. */
  static String digest(String secret) {
    return HexFormat.of().formatHex(sha256(secret));
  }

  /** Whether something sent is the secret of a digest, in a time that does not depend on either. */
  static boolean matches(String sent, String digest) {
    return MessageDigest.isEqual(sha256(sent), HexFormat.of().parseHex(digest));
  }

  private static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }
}

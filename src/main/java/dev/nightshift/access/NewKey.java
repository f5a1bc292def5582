package dev.nightshift.access;

/**
 * A key that has just been made; the only moment at which it is known.
 *
 * @param key what is kept of it
 * @param secret what a client sends
 */
public record NewKey(ApiKey key, String secret) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "NewKey[" + key + "]";
  }
}

package dev.nightshift.access;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept: everything but the key itself.
 *
 * @param id 12 hexadecimal digits, part of the key; what {@code keys revoke} takes
 * @param name whose it is; several keys may have one name, so that a key can be replaced without a
 *     gap
 * @param sha256 of the key, 64 hexadecimal digits. The key has 256 random bits, so no slow hash is
 *     needed to keep it from being guessed
 * @param scopes what it may be used for
 * @param rate how often; null: without a limit
 * @param created when
 * @param expires from when on it is refused; null: never
 * @param revoked when it was revoked; null: it was not
 */
public record ApiKey(
    String id,
    String name,
    String sha256,
    Set<AccessScope> scopes,
    @Nullable Rate rate,
    Instant created,
    @Nullable Instant expires,
    @Nullable Instant revoked) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> TAKEN =
      Set.of(Caller.ANONYMOUS, "cli", Caller.OPERATOR, Caller.API_TOKEN);

  /** How a key stands. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  public ApiKey {
    if (!ID.matcher(id).matches() || !SHA_256.matcher(sha256).matches()) {
      throw new AccessException(
          AccessException.Code.INVALID, "the id or the digest of a key is malformed");
    }
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new AccessException(
          AccessException.Code.INVALID,
          "\""
              + name
              + "\" cannot be a key's name: use up to 64 letters, digits, dots, dashes and"
              + " underscores, and not "
              + TAKEN.stream().sorted().collect(Collectors.joining(", ")));
    }
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new AccessException(AccessException.Code.INVALID, "a key needs a scope");
    }
  }

  /** How it stands at a moment. */
  public State state(Instant now) {
    if (revoked != null) {
      return State.REVOKED;
    }
    return expires != null && !now.isBefore(expires) ? State.EXPIRED : State.ACTIVE;
  }

  ApiKey revokedAt(Instant now) {
    return new ApiKey(id, name, sha256, scopes, rate, created, expires, now);
  }
}

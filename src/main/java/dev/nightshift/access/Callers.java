package dev.nightshift.access;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a request comes from by what it carries: a key, the configured token, or the token that
 * commands read from the server's own file. Thread-safe.
 *
 * <p>Keys are needed on an address that other machines reach, and on every address once a key was
 * made or a token is configured; otherwise whoever is on this machine may ask.
 */
public final class Callers {
  private static final Set<AccessScope> CLIENT = Set.of(AccessScope.ASK, AccessScope.FEEDBACK);

  private final KeyStore keys;
  private final String apiToken;
  private final String operatorToken = Secrets.token();
  private final String operator = Secrets.digest(operatorToken);
  private final boolean exposed;
  private final Predicate<String> nodes;

  /**
   * For one server.
   *
   * @param apiToken a token that counts as a key named {@code api-token} for asking and feedback;
   *     blank: none
   * @param exposed whether other machines can reach the server
   */
  public Callers(KeyStore keys, String apiToken, boolean exposed) {
    this(keys, apiToken, exposed, sent -> false);
  }

  /**
   * The same for a server that other nodes may call.
   *
   * @param nodes says whether what was sent is another node's token
   */
  public Callers(KeyStore keys, String apiToken, boolean exposed, Predicate<String> nodes) {
    this.keys = keys;
    this.nodes = nodes;
    this.apiToken = apiToken.isBlank() ? "" : Secrets.digest(apiToken);
    this.exposed = exposed;
  }

  /** What commands send: fresh for each start, good for everything. */
  public String operatorToken() {
    return operatorToken;
  }

  /** Whether nobody could get in: other machines reach the server, and there is no key at all. */
  public boolean closedToAll() {
    return exposed && apiToken.isEmpty() && keys.isEmpty();
  }

  /**
   * Who somebody is.
   *
   * @param sent the key or token that came along, null for none
   * @throws AccessException REFUSED when it is not one that is in force and one is needed,
   *     UNREADABLE when the keys cannot be looked at
   */
  public Caller identify(@Nullable String sent) {
    if (sent != null && Secrets.matches(sent, operator)) {
      return Caller.operator();
    }
    if (sent != null && nodes.test(sent)) {
      return Caller.node();
    }
    boolean needed = exposed || !apiToken.isEmpty() || !keys.isEmpty();
    if (!needed) {
      return Caller.local();
    }
    if (sent == null) {
      return Caller.stranger();
    }
    if (!apiToken.isEmpty() && Secrets.matches(sent, apiToken)) {
      return new Caller(Caller.API_TOKEN, CLIENT, true, null);
    }
    return Caller.of(keys.find(sent));
  }
}

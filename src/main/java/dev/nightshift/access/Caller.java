package dev.nightshift.access;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from.
 *
 * @param name of the key it carried, {@code anonymous} without one
 * @param scopes what it may do; none for somebody who may know no more than that the server lives
 * @param vouched whether a key stands for the name: then nobody else's can be taken
 * @param key that was sent, to count its use; null for none that is limited
 */
public record Caller(String name, Set<AccessScope> scopes, boolean vouched, @Nullable ApiKey key) {
  /** Who asks when nobody says. */
  public static final String ANONYMOUS = "anonymous";

  /** The commands of this machine's owner. */
  static final String OPERATOR = "operator";

  /** The token of the settings, which counts as a key. */
  static final String API_TOKEN = "api-token";

  private static final String NODE = "node";
  private static final int LONGEST_AUTHOR = 200;

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Somebody without a key where one is needed. */
  public static Caller stranger() {
    return new Caller(ANONYMOUS, Set.of(), false, null);
  }

  /** Somebody on a server that needs no keys: may do everything but operate it. */
  static Caller local() {
    return new Caller(ANONYMOUS, Set.of(AccessScope.ASK, AccessScope.FEEDBACK), false, null);
  }

  /** The commands of this machine's owner, who may speak for anyone. */
  static Caller operator() {
    return new Caller(OPERATOR, AccessScope.all(), false, null);
  }

  /** Another node of the fleet. */
  static Caller node() {
    return new Caller(NODE, Set.of(AccessScope.NODE), true, null);
  }

  static Caller of(ApiKey key) {
    return new Caller(key.name(), key.scopes(), true, key);
  }

  /** Whether it may do anything at all. */
  public boolean known() {
    return !scopes.isEmpty();
  }

  /**
   * Lets it pass if it may.
   *
   * @param anyOf the scopes of which one is enough; none: whoever it is
   * @throws AccessException MISSING when it is nobody known, SCOPE when its key is for other things
   */
  public void require(Collection<AccessScope> anyOf) {
    if (anyOf.isEmpty() || !Collections.disjoint(scopes, anyOf)) {
      return;
    }
    if (anyOf.stream().allMatch(AccessScope.NODE::equals)) {
      throw new AccessException(
          AccessException.Code.SCOPE,
          "this is for other nodes of the fleet, which know nightshift.fleet.secret");
    }
    String words =
        anyOf.stream().sorted().map(AccessScope::word).collect(Collectors.joining(" or "));
    if (vouched) {
      throw new AccessException(
          AccessException.Code.SCOPE,
          "this needs a key with the scope "
              + words
              + ", which the key "
              + name
              + " does not have");
    }
    throw new AccessException(
        AccessException.Code.MISSING,
        "send a key with the scope "
            + words
            + (anyOf.contains(AccessScope.OPERATE) ? ", or the token of state/server.json," : "")
            + " as Authorization: Bearer …");
  }

  /**
   * The author of what a request says. A key's user is the key's name, or {@code name/said} for an
   * author that the client names: an application can tell its users apart, and none of them is
   * mistaken for another key's. Without a key the client is believed.
   *
   * @param said by the client; null or blank: nothing
   * @throws AccessException INVALID when it is longer than 200 characters or has control characters
   */
  public String author(@Nullable String said) {
    String given = said == null ? "" : said.strip();
    if (given.length() > LONGEST_AUTHOR || given.chars().anyMatch(Character::isISOControl)) {
      throw new AccessException(
          AccessException.Code.INVALID,
          "an author has at most " + LONGEST_AUTHOR + " characters, none of them control ones");
    }
    if (!vouched) {
      return given.isEmpty() ? ANONYMOUS : given;
    }
    if (given.isEmpty() || given.equals(name)) {
      return name;
    }
    return given.startsWith(name + "/") ? given : name + "/" + given;
  }
}

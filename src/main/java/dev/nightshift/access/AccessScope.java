package dev.nightshift.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may be used for. Each stands for itself: {@link #OPERATE} does not include asking. */
public enum AccessScope {
  /** Questions, generations, embeddings. */
  ASK,
  /** Saying what an answer was worth. */
  FEEDBACK,
  /** Commands: training, deploying, erasing. */
  OPERATE,
  /** Fetching adapters as another node of the fleet; no key can have it, see {@link NodeTokens}. */
  NODE;

  /** All that keys can have. */
  public static Set<AccessScope> all() {
    return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(NODE)));
  }

  /** As it is written: {@code ask}, {@code feedback} or {@code operate}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scopes that words mean.
   *
   * @throws AccessException INVALID when there is none, or a word is not one
   */
  public static Set<AccessScope> parse(Iterable<String> words) {
    EnumSet<AccessScope> scopes = EnumSet.noneOf(AccessScope.class);
    words.forEach(word -> scopes.add(of(word.strip())));
    if (scopes.isEmpty()) {
      throw new AccessException(AccessException.Code.INVALID, "a key needs a scope: " + known());
    }
    return Collections.unmodifiableSet(scopes);
  }

  private static AccessScope of(String word) {
    return all().stream()
        .filter(scope -> scope.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new AccessException(
                    AccessException.Code.INVALID,
                    "there is no scope \"" + word + "\"; there are " + known()));
  }

  private static String known() {
    return all().stream().map(AccessScope::word).collect(Collectors.joining(", "));
  }
}

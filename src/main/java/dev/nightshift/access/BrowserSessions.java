package dev.nightshift.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What browsers have shown once, so that they need not show it with every page: a cookie names a
 * session, the session holds the key. Held in memory alone, so that a restart ends all of them; the
 * key is looked at again with each request, so that revoking it ends its sessions too. Thread-safe.
 */
public final class BrowserSessions {
  private static final Duration IDLE = Duration.ofHours(12);
  private static final Duration TICKET = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Map<String, Held> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Held> tickets = new LinkedHashMap<>();

  public BrowserSessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A browser that has shown a key.
   *
   * @param id what its cookie holds
   * @param token what its forms carry, so that a page of another site cannot send them
   */
  public record BrowserSession(String id, String token) {
    /** Without either, for logs. */
    @Override
    public String toString() {
      return "BrowserSession";
    }
  }

  private record Held(BrowserSession session, String key, Instant used) {
    /** Without what it holds, for logs. */
    @Override
    public String toString() {
      return "Held[" + used + "]";
    }
  }

  /** Begins a session of somebody who has shown a key; whether it is one is looked at later. */
  public synchronized BrowserSession begin(String key) {
    BrowserSession session = new BrowserSession(Secrets.token(), Secrets.token());
    sessions.put(session.id(), new Held(session, key, clock.instant()));
    dropEldest(sessions);
    return session;
  }

  /** The session that a cookie names, if there is one and it was used within twelve hours. */
  public synchronized Optional<BrowserSession> find(@Nullable String id) {
    return held(id).map(Held::session);
  }

  /** The key behind a cookie. */
  public synchronized Optional<String> key(@Nullable String id) {
    Optional<Held> held = held(id);
    held.ifPresent(
        known ->
            sessions.put(
                known.session().id(), new Held(known.session(), known.key(), clock.instant())));
    return held.map(Held::key);
  }

  private Optional<Held> held(@Nullable String id) {
    return Optional.ofNullable(id)
        .flatMap(known -> Optional.ofNullable(sessions.get(known)))
        .filter(known -> clock.instant().isBefore(known.used().plus(IDLE)));
  }

  /** Ends a session. */
  public synchronized void end(@Nullable String id) {
    if (id != null) {
      sessions.remove(id);
    }
  }

  /** A word that begins a session once, within ten minutes: for a link that is shown in a shell. */
  public synchronized String ticket(String key) {
    BrowserSession none = new BrowserSession(Secrets.token(), "");
    tickets.put(none.id(), new Held(none, key, clock.instant()));
    dropEldest(tickets);
    return none.id();
  }

  /** Begins the session of a ticket, which is used up then; empty when it is none or too old. */
  public synchronized Optional<BrowserSession> redeem(String ticket) {
    return Optional.ofNullable(tickets.remove(ticket))
        .filter(held -> clock.instant().isBefore(held.used().plus(TICKET)))
        .map(held -> begin(held.key()));
  }

  private static void dropEldest(Map<String, Held> some) {
    if (some.size() > MOST) {
      some.remove(some.keySet().iterator().next());
    }
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.BrowserSessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The pages that people open in a browser, under {@code /console}: their key stands behind a
 * cookie, and who has none is sent to where one is asked for.
 */
public final class BrowserPages {
  /** Where the pages are. */
  public static final String ROOT = "/console";

  /** Where a key is asked for. */
  public static final String LOGIN = ROOT + "/login";

  /** Where a link with a ticket leads. */
  public static final String ENTER = ROOT + "/enter";

  private static final String COOKIE = "nightshift_session";
  private static final Set<String> OPEN =
      Set.of(LOGIN, ENTER, ROOT + "/style.css", ROOT + "/script.js");

  private final BrowserSessions sessions;

  BrowserPages(BrowserSessions sessions) {
    this.sessions = sessions;
  }

  /** Whether a request is for one of the pages. */
  static boolean meant(HttpServletRequest request) {
    return RequestGuard.firstSegment(request.getRequestURI()).equals(ROOT.substring(1));
  }

  /** Whether a request is for what is shown before there is a key. */
  static boolean open(HttpServletRequest request) {
    return OPEN.contains(request.getRequestURI());
  }

  /** The key behind the cookie of a request for a page; null without one. */
  @Nullable String key(HttpServletRequest request) {
    return meant(request) ? sessions.key(cookie(request)).orElse(null) : null;
  }

  /** Sends somebody whose key is missing or refused to where one is asked for. */
  static void toLogin(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader(HttpHeaders.LOCATION, LOGIN);
  }

  /** The id in the cookie of a request; null without one. */
  public static @Nullable String cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  /**
   * The header that makes a browser keep a session's id, and send it to these pages alone and never
   * on behalf of another site; an empty id has it forget.
   */
  public static String cookie(String id, boolean encrypted) {
    ResponseCookie.ResponseCookieBuilder cookie =
        ResponseCookie.from(COOKIE, id)
            .path(ROOT)
            .httpOnly(true)
            .secure(encrypted)
            .sameSite("Strict");
    return (id.isEmpty() ? cookie.maxAge(0) : cookie).build().toString();
  }
}

package dev.nightshift.console;

import dev.nightshift.access.BrowserSessions;
import dev.nightshift.access.BrowserSessions.BrowserSession;
import dev.nightshift.gateway.BrowserPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a form be sent by nobody but a page of ours: it carries the token of the browser's session.
 * And tells the browser to run nothing, and show nothing, that is not ours.
 */
final class PageGuard implements WebMvcConfigurer, HandlerInterceptor {
  static final String TOKEN = "token";
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final BrowserSessions sessions;

  PageGuard(BrowserSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns(BrowserPages.ROOT, BrowserPages.ROOT + "/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
    if (!READING.contains(request.getMethod()) && !LoginPages.beforeSession(request)) {
      requireToken(request);
    }
    return true;
  }

  private void requireToken(HttpServletRequest request) {
    Optional<BrowserSession> session = sessions.find(BrowserPages.cookie(request));
    String sent = request.getParameter(TOKEN);
    if (session.isEmpty() || sent == null || !same(sent, session.get().token())) {
      throw new ConsoleException(
          ConsoleException.Code.FORGED,
          "this form is not of this session: open the page again, and send it from there");
    }
  }

  private static boolean same(String one, @Nullable String other) {
    return other != null
        && MessageDigest.isEqual(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

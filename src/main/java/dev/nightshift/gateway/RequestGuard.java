package dev.nightshift.gateway;

import dev.nightshift.gateway.GatewayException.Code;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request pass that comes from where it may come from and carries the token it needs, with a
 * body that is not too large.
 *
 * <p>A page of another site, opened in a browser on this machine, can reach 127.0.0.1: its name may
 * be made to resolve to it (so the Host header is checked) or it may simply send requests (so the
 * Origin header is).
 */
final class RequestGuard extends OncePerRequestFilter {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final GatewaySettings settings;
  private final AccessTokens tokens;

  RequestGuard(GatewaySettings settings, AccessTokens tokens) {
    this.settings = settings;
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      checkHost(request);
      checkOrigin(request);
      checkToken(request);
      checkLength(request);
    } catch (GatewayException e) {
      Problems.write(response, e);
      return;
    }
    chain.doFilter(new LimitedRequest(request, settings.maxBodyBytes()), response);
  }

  private void checkHost(HttpServletRequest request) {
    String host = nameOf(request.getHeader(HttpHeaders.HOST));
    if (settings.loopback() && !LOOPBACK_NAMES.contains(host) && !host.equals(address())) {
      throw new GatewayException(
          Code.FORBIDDEN, "this server answers to localhost only, not to the name " + host);
    }
  }

  private void checkOrigin(HttpServletRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return;
    }
    String from = authorityOf(origin);
    if (from.isEmpty() || !from.equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))) {
      throw new GatewayException(
          Code.FORBIDDEN, "requests from pages of " + origin + " are refused");
    }
  }

  private void checkToken(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    String first = firstSegment(request.getRequestURI());
    if (first.equals("health")) {
      return;
    }
    if (first.equals("ops")) {
      if (!tokens.mayOperate(authorization)) {
        throw new GatewayException(
            Code.UNAUTHORIZED, "send the token of state/server.json as Authorization: Bearer …");
      }
    } else if (!tokens.mayAsk(authorization)) {
      throw new GatewayException(
          Code.UNAUTHORIZED, "send the API token as Authorization: Bearer …");
    }
  }

  /** As routes are matched by it: decoded, without what stands behind a semicolon. */
  private static String firstSegment(String uri) {
    return PathContainer.parsePath(uri).elements().stream()
        .filter(PathContainer.PathSegment.class::isInstance)
        .map(element -> ((PathContainer.PathSegment) element).valueToMatch())
        .findFirst()
        .orElse("");
  }

  private void checkLength(HttpServletRequest request) {
    if (request.getContentLengthLong() > settings.maxBodyBytes()) {
      throw LimitedRequest.tooLarge(settings.maxBodyBytes());
    }
  }

  private String address() {
    String address = settings.address().toLowerCase(Locale.ROOT);
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** The name in a Host header, without its port. */
  private static String nameOf(@Nullable String host) {
    if (host == null) {
      return "";
    }
    int port = host.lastIndexOf(':');
    boolean withPort = port > host.lastIndexOf(']');
    return (withPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  private static String authorityOf(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

package dev.nightshift.gateway;

import dev.nightshift.access.AccessException;
import dev.nightshift.access.Caller;
import dev.nightshift.access.Callers;
import dev.nightshift.access.RateLimits;
import dev.nightshift.access.RateLimits.Allowance;
import dev.nightshift.asking.ExchangeInLog;
import dev.nightshift.gateway.GatewayException.Code;
import dev.nightshift.tracing.CallerSpan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request pass that comes from where it may come from, carries a key where one is needed and
 * not too often, and has a body that is not too large. What the key is for is looked at when it is
 * known which route is meant ({@link RouteAccess}).
 *
 * <p>A page of another site, opened in a browser on this machine, can reach 127.0.0.1: its name may
 * be made to resolve to it (so the Host header is checked) or it may simply send requests (so the
 * Origin header is). No answer ever permits a page of another site to read it (CORS is off).
 *
 * <p>It comes before every other filter, so that none of them reads what it would have refused.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestGuard extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

  /** Where a request's {@link Caller} lies. */
  static final String CALLER = "nightshift.caller";

  private final GatewaySettings settings;
  private final HostNames hosts;
  private final Callers callers;
  private final RateLimits limits;
  private final BrowserPages pages;
  private final Arrivals arrivals;
  private final MeterRegistry meters;
  private final LogPace failures = new LogPace(Duration.ofMinutes(1), System::nanoTime);

  RequestGuard(
      GatewaySettings settings,
      Callers callers,
      RateLimits limits,
      BrowserPages pages,
      Arrivals arrivals,
      MeterRegistry meters) {
    this.settings = settings;
    this.hosts = new HostNames(settings);
    this.callers = callers;
    this.limits = limits;
    this.pages = pages;
    this.arrivals = arrivals;
    this.meters = meters;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String connection = request.getServletConnection().getConnectionId();
    expectBody(request, connection);
    try {
      hosts.require(request.getHeader(HttpHeaders.HOST));
      checkOrigin(request);
      checkCaller(request, response);
      checkLength(request);
    } catch (GatewayException e) {
      refused(e.code().status());
      Problems.write(request, response, e);
      return;
    } catch (AccessException e) {
      refused(Problems.statusOf(e));
      if (e.code() == AccessException.Code.UNREADABLE && failures.granted()) {
        LOG.error("nobody with a key is let in: the keys cannot be read", e);
      }
      if (BrowserPages.meant(request) && Problems.statusOf(e) == 401) {
        BrowserPages.toLogin(response);
        return;
      }
      Problems.write(request, response, e);
      return;
    }
    CallerSpan.begin(request.getHeader("traceparent"));
    try (ExchangeInLog _ = ExchangeInLog.request()) {
      chain.doFilter(
          new LimitedRequest(request, settings, () -> arrivals.complete(connection)), response);
    } finally {
      CallerSpan.end();
    }
  }

  private void refused(int status) {
    Counter.builder("autogen.requests.refused")
        .description("Requests that were turned away before they were looked at")
        .tags("status", String.valueOf(status))
        .register(meters)
        .increment();
  }

  private void expectBody(HttpServletRequest request, String connection) {
    if (request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      arrivals.expect(connection, settings.timeouts().arrival());
    } else {
      arrivals.complete(connection);
    }
  }

  private static void checkOrigin(HttpServletRequest request) {
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

  private void checkCaller(HttpServletRequest request, HttpServletResponse response) {
    boolean open =
        firstSegment(request.getRequestURI()).equals("health") || BrowserPages.open(request);
    Caller caller = open ? anyone(request) : identified(request);
    request.setAttribute(CALLER, caller);
    if (!open) {
      count(caller, response);
    }
  }

  private Caller identified(HttpServletRequest request) {
    String sent = Credentials.in(request.getHeader(HttpHeaders.AUTHORIZATION));
    Caller caller = callers.identify(sent == null ? pages.key(request) : sent);
    if (!caller.known()) {
      throw new AccessException(
          AccessException.Code.MISSING,
          "send an API key as Authorization: Bearer …; pipeline keys create makes one");
    }
    return caller;
  }

  /** Anyone may know that the server lives; what more they are told depends on who they are. */
  private Caller anyone(HttpServletRequest request) {
    try {
      return callers.identify(Credentials.in(request.getHeader(HttpHeaders.AUTHORIZATION)));
    } catch (AccessException e) {
      return Caller.stranger();
    }
  }

  private void count(Caller caller, HttpServletResponse response) {
    Optional<Allowance> allowance = limits.take(caller);
    if (allowance.isEmpty()) {
      return;
    }
    RateLimitHeaders.write(allowance.get(), response);
    if (!allowance.get().granted()) {
      throw new GatewayException(
          Code.TOO_MANY,
          "the key " + caller.name() + " may be used " + allowance.get().rate() + "; try later");
    }
  }

  /** As routes are matched by it: decoded, without what stands behind a semicolon. */
  static String firstSegment(String uri) {
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

  private static String authorityOf(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

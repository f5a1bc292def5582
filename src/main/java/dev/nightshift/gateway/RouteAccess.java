package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Asks of every request that its key is for the route it means ({@link Needs}), and gives
 * controllers the {@link Caller}, the {@link Patience} and the {@link Client} as arguments.
 */
final class RouteAccess
    implements WebMvcConfigurer, HandlerInterceptor, HandlerMethodArgumentResolver {
  private static final String OURS = "dev.nightshift.";

  private final Departures departures;

  RouteAccess(Departures departures) {
    this.departures = departures;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Caller caller = callerOf(request.getAttribute(RequestGuard.CALLER));
    caller.require(handler instanceof HandlerMethod method ? needs(method) : anyKey());
    return true;
  }

  /** One of these a route needs; a route of the documentation does with any. */
  static List<AccessScope> needs(HandlerMethod method) {
    Needs needs = method.getMethodAnnotation(Needs.class);
    if (needs == null) {
      needs = method.getBeanType().getAnnotation(Needs.class);
    }
    if (needs != null) {
      return List.of(needs.value());
    }
    boolean ours = method.getBeanType().getPackageName().startsWith(OURS);
    return ours ? List.of(AccessScope.OPERATE) : anyKey();
  }

  private static List<AccessScope> anyKey() {
    return List.copyOf(AccessScope.all());
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type.equals(Caller.class) || type.equals(Patience.class) || type.equals(Client.class);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest sent = request.getNativeRequest(HttpServletRequest.class);
    if (parameter.getParameterType().equals(Client.class)) {
      String none = "";
      return new Client(
          departures, sent == null ? none : sent.getServletConnection().getConnectionId());
    }
    if (parameter.getParameterType().equals(Patience.class)) {
      return sent == null ? new Patience(null, null) : Patience.in(sent);
    }
    return callerOf(request.getAttribute(RequestGuard.CALLER, RequestAttributes.SCOPE_REQUEST));
  }

  /** A request that did not pass the guard is a stranger's. */
  private static Caller callerOf(@Nullable Object attribute) {
    return attribute instanceof Caller caller ? caller : Caller.stranger();
  }
}

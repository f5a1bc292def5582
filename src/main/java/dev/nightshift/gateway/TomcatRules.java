package dev.nightshift.gateway;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * How Tomcat treats clients that are slow or leave, and what it says when it refuses a request
 * itself.
 */
final class TomcatRules implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  /** A connection serves until it idles for too long, not a hundred requests as Tomcat has it. */
  private static final int WITHOUT_END = -1;

  private final GatewayTimeouts timeouts;
  private final Arrivals arrivals;
  private final Departures departures;

  TomcatRules(GatewayTimeouts timeouts, Arrivals arrivals, Departures departures) {
    this.timeouts = timeouts;
    this.arrivals = arrivals;
    this.departures = departures;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(TimedProtocol.class.getName());
    factory.addConnectorCustomizers(
        connector -> {
          TimedProtocol protocol = (TimedProtocol) connector.getProtocolHandler();
          protocol.watch(timeouts.arrival(), arrivals, departures);
          protocol.setConnectionTimeout(Math.toIntExact(timeouts.silence().toMillis()));
          protocol.setMaxKeepAliveRequests(WITHOUT_END);
          protocol.setKeepAliveTimeout(Math.toIntExact(timeouts.keepAlive().toMillis()));
        });
    factory.addContextCustomizers(
        context -> {
          StandardHost host = (StandardHost) context.getParent();
          host.setErrorReportValveClass("");
          host.getPipeline().addValve(new ProblemPages());
        });
  }
}

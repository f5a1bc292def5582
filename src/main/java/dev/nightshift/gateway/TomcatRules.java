package dev.nightshift.gateway;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** How Tomcat treats slow clients, and what it says when it refuses a request itself. */
final class TomcatRules implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final GatewayTimeouts timeouts;
  private final Arrivals arrivals;

  TomcatRules(GatewayTimeouts timeouts, Arrivals arrivals) {
    this.timeouts = timeouts;
    this.arrivals = arrivals;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(TimedProtocol.class.getName());
    factory.addConnectorCustomizers(
        connector -> {
          TimedProtocol protocol = (TimedProtocol) connector.getProtocolHandler();
          protocol.watch(timeouts.arrival(), arrivals);
          protocol.setConnectionTimeout(Math.toIntExact(timeouts.silence().toMillis()));
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

package dev.nightshift.gateway;

import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes for other nodes and about them, on the gateway's address. */
@Configuration(proxyBeanMethods = false)
@Import(FleetController.class)
public class FleetRoutes {
  /** The routes over what a node tells. */
  public static WebPages of(FleetSource source) {
    return new WebPages(FleetRoutes.class, Map.of(), Map.of(FleetSource.class, source));
  }
}

package dev.nightshift.gateway;

import java.util.Map;

/**
 * Pages of others on the gateway's address, behind its guard.
 *
 * @param configuration of Spring, with their controllers
 * @param properties of Spring that they need
 * @param objects that they need, by type
 */
public record WebPages(
    Class<?> configuration, Map<String, Object> properties, Map<Class<?>, Object> objects) {
  public WebPages {
    properties = Map.copyOf(properties);
    objects = Map.copyOf(objects);
  }
}

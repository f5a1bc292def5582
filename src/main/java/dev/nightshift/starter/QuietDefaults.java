package dev.nightshift.starter;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the library that describes our HTTP interface from describing, and publishing, the one of
 * the application around us. An application that wants it for itself sets these to true.
 */
final class QuietDefaults implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "nightshift defaults",
                Map.of(
                    "springdoc.api-docs.enabled", false, "springdoc.swagger-ui.enabled", false)));
  }
}

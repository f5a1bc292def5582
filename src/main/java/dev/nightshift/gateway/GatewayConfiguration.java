package dev.nightshift.gateway;

import dev.nightshift.access.BrowserSessions;
import dev.nightshift.access.Callers;
import dev.nightshift.access.RateLimits;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The web context: Tomcat, MVC, JSON and the controllers, and nothing that Boot would configure
 * from the rest of the class path. {@link GatewayServer} adds the parts, the settings and the
 * callers.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  LifecycleAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class
})
@Import({
  AskController.class,
  FeedbackController.class,
  GenerateController.class,
  ProposeController.class,
  ModelFeedbackController.class,
  HealthController.class,
  StatusController.class,
  MetricsController.class,
  OpsController.class,
  CodeController.class,
  CodeRunsController.class,
  CodeVersionsController.class,
  CodeErrors.class,
  GovernanceController.class,
  ChatCompletionsController.class,
  OpenAiModelsController.class,
  EmbeddingsController.class,
  OpenAiErrors.class,
  GenerationErrors.class,
  GatewayErrors.class,
  DocumentationConfiguration.class
})
class GatewayConfiguration {
  private static final int DEEPEST_JSON = 100;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1000;

  @Bean
  RequestGuard requestGuard(
      GatewaySettings settings,
      Callers callers,
      BrowserPages pages,
      Arrivals arrivals,
      PrometheusMeterRegistry registry) {
    return new RequestGuard(settings, callers, new RateLimits(), pages, arrivals, registry);
  }

  @Bean
  BrowserSessions browserSessions() {
    return new BrowserSessions(InstantSource.system());
  }

  @Bean
  BrowserPages browserPages(BrowserSessions sessions) {
    return new BrowserPages(sessions);
  }

  @Bean
  Arrivals arrivals() {
    return new Arrivals();
  }

  @Bean
  Departures departures() {
    return new Departures();
  }

  @Bean
  TomcatRules tomcatRules(GatewaySettings settings, Arrivals arrivals, Departures departures) {
    return new TomcatRules(settings.timeouts(), arrivals, departures);
  }

  @Bean
  RouteAccess routeAccess(Departures departures) {
    return new RouteAccess(departures);
  }

  /**
   * Reads no JSON that is deeper, longer or has longer numbers than any request needs, and none
   * that says something twice: others that read it, such as a proxy, may take another word of it.
   */
  @Bean
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  JsonMapper.Builder jsonMapperBuilder(
      GatewaySettings settings, List<JsonMapperBuilderCustomizer> customizers) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST_JSON)
            .maxNumberLength(LONGEST_NUMBER)
            .maxNameLength(LONGEST_NAME)
            .maxStringLength(settings.maxBodyBytes())
            .build();
    JsonMapper.Builder builder =
        JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
    customizers.forEach(customizer -> customizer.customize(builder));
    return builder;
  }

  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return builder -> builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Bean
  OpenAiModels openAiModels(GatewayParts parts) {
    return new OpenAiModels(parts);
  }

  @Bean
  HealthParts healthParts(GatewayParts parts) {
    return new HealthParts(parts);
  }

  @Bean
  RunningOperations runningOperations(GatewayParts parts, JsonMapper json) {
    return new RunningOperations(parts.commands(), json);
  }

  @Bean
  PrometheusMeterRegistry meterRegistry() {
    return new PrometheusMeterRegistry(
        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new ExampleTraces());
  }

  @Bean
  PipelineMeters pipelineMeters(GatewayParts parts, PrometheusMeterRegistry registry) {
    return new PipelineMeters(parts.totals(), registry);
  }

  @Bean
  MachineMeters machineMeters(PrometheusMeterRegistry registry) {
    return new MachineMeters(registry);
  }

  @Bean
  ServingMeters servingMeters(GatewayParts parts, PrometheusMeterRegistry registry) {
    return new ServingMeters(parts, registry);
  }

  @Bean
  RequestMeters requestMeters(GatewayParts parts, PrometheusMeterRegistry registry) {
    RequestMeters meters = new RequestMeters(registry);
    parts.ask().observe(meters);
    parts.models().observe(meters);
    return meters;
  }
}

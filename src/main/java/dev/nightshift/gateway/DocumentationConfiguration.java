package dev.nightshift.gateway;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.nightshift.access.Caller;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.configuration.SpringDocSpecPropertiesConfiguration;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document at {@code /v3/api-docs} and Swagger UI at {@code /docs}. Both are made
 * of the controllers and of files in the jars; nothing is loaded from elsewhere.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  SpringDocConfiguration.class,
  SpringDocConfigProperties.class,
  SpringDocSpecPropertiesConfiguration.class,
  SpringDocWebMvcConfiguration.class,
  SwaggerConfig.class,
  SwaggerUiConfigProperties.class,
  SwaggerUiOAuthProperties.class
})
class DocumentationConfiguration {
  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class, Patience.class, Client.class)
        .replaceWithSchema(JsonNode.class, new Schema<>().description("any JSON"))
        .replaceWithSchema(ObjectNode.class, new Schema<>().type("object"));
  }

  /** What the libraries are told. */
  static Map<String, Object> properties() {
    return Map.of(
        "springdoc.api-docs.enabled",
        true,
        "springdoc.api-docs.version",
        "openapi_3_1",
        "springdoc.swagger-ui.enabled",
        true,
        "springdoc.swagger-ui.url",
        "/v3/api-docs",
        "springdoc.swagger-ui.disable-swagger-default-url",
        true,
        "springdoc.swagger-ui.path",
        "/docs",
        "springdoc.writer-with-order-by-keys",
        true,
        "springdoc.override-with-generic-response",
        false,
        "springdoc.swagger-ui.display-request-duration",
        true);
  }

  @Bean
  OpenAPI openApi() {
    String version = DocumentationConfiguration.class.getPackage().getImplementationVersion();
    return new OpenAPI()
        .info(
            new Info()
                .title("Nightshift")
                .description(
                    "A gateway in front of a local language model: it answers, remembers every"
                        + " answer, learns from what people correct, and trains the model at"
                        + " night.")
                .version(version == null ? "development" : version)
                .license(
                    new License()
                        .name("Apache 2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        .servers(List.of(new Server().url("/").description("this server")))
        .components(
            new Components()
                .addSecuritySchemes(
                    DocumentedOperations.KEY,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key: pipeline keys create --name NAME")));
  }

  @Bean
  GlobalOperationCustomizer documentedOperations() {
    return new DocumentedOperations();
  }

  @Bean
  GlobalOpenApiCustomizer documentedErrors() {
    return DocumentedOperations::describeErrors;
  }

  /** The library reads bodies with a Jackson that does not know the annotations of ours. */
  @Bean
  ModelResolver modelResolver(ObjectMapperProvider mappers) {
    return new ModelResolver(
        mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
        new SchemaNames());
  }
}

package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.AccessScope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Every route there is: is it described, and is it closed? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationTests {
  private static final String TOKEN = "a-token-for-tests";

  private GatewayFixture gateway;
  private JsonNode document;

  @BeforeAll
  void start(@TempDir Path state) throws Exception {
    gateway =
        new GatewayFixture(state, GatewaySettings.at("0.0.0.0", 0, TOKEN), (c, b, lines) -> {});
    HttpResponse<String> response = gateway.send(withToken(gateway.request("/v3/api-docs")));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    document = GatewayFixture.json(response);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static HttpRequest.Builder withToken(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + TOKEN);
  }

  /** A route: method and path. */
  private record Route(String method, String path, HandlerMethod handler) {
    boolean ours() {
      return handler.getBeanType().getPackageName().equals("dev.nightshift.gateway");
    }

    boolean takesBody() {
      return Stream.of(handler.getMethodParameters())
          .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }

    boolean open() {
      return RouteAccess.needs(handler).isEmpty();
    }
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (RequestMappingHandlerMapping mapping :
        gateway.server.context().getBeansOfType(RequestMappingHandlerMapping.class).values()) {
      for (Map.Entry<RequestMappingInfo, HandlerMethod> entry :
          mapping.getHandlerMethods().entrySet()) {
        Set<String> methods =
            entry.getKey().getMethodsCondition().getMethods().isEmpty()
                ? Set.of("GET")
                : Set.copyOf(
                    entry.getKey().getMethodsCondition().getMethods().stream()
                        .map(Enum::name)
                        .toList());
        for (String path : entry.getKey().getPatternValues()) {
          methods.forEach(method -> routes.add(new Route(method, path, entry.getValue())));
        }
      }
    }
    return routes;
  }

  @Test
  void every_route_but_health_refuses_without_a_key() throws Exception {
    assertThat(routes()).hasSizeGreaterThan(8);
    for (Route route : routes()) {
      String path = route.path().replaceAll("\\{[^}]*}", "x");
      HttpResponse<String> response =
          gateway.send(
              gateway
                  .request(path)
                  .header("Content-Type", "application/json")
                  .method(route.method(), HttpRequest.BodyPublishers.ofString("{}")));
      if (route.path().startsWith("/health")) {
        assertThat(route.open()).as(route.path()).isTrue();
        assertThat(response.statusCode()).as(route.path()).isIn(200, 503);
      } else {
        assertThat(route.open()).as(route.path()).isFalse();
        assertThat(response.statusCode()).as(route.toString()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).as(path).isPresent();
      }
    }
  }

  @Test
  void files_of_the_documentation_refuse_without_a_key_too() throws Exception {
    for (String path :
        List.of("/swagger-ui/index.html", "/swagger-ui/swagger-ui.css", "/webjars/x")) {
      assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void every_route_of_ours_says_what_it_needs() {
    for (Route route : routes()) {
      boolean says =
          route.handler().getMethodAnnotation(Needs.class) != null
              || route.handler().getBeanType().isAnnotationPresent(Needs.class);
      assertThat(!route.ours() || says).as(route.toString()).isTrue();
      if (route.path().startsWith("/ops")) {
        assertThat(RouteAccess.needs(route.handler())).containsExactly(AccessScope.OPERATE);
      }
    }
  }

  @Test
  void every_route_is_in_the_document_with_a_summary_its_bodies_and_its_errors() {
    assertThat(document.path("openapi").stringValue()).startsWith("3.1");
    for (Route route : routes().stream().filter(Route::ours).toList()) {
      JsonNode operation =
          document
              .path("paths")
              .path(route.path().replace("{*", "{"))
              .path(route.method().toLowerCase(Locale.ROOT));
      String name = route.method() + " " + route.path();
      assertThat(operation.isMissingNode()).as(name).isFalse();
      assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
      assertThat(operation.path("operationId").asString("")).as(name).isNotBlank();
      JsonNode responses = operation.path("responses");
      assertThat(success(responses)).as(name + " " + responses).isTrue();
      assertThat(responses.has("400") && responses.has("503")).as(name).isTrue();
      assertThat(operation.path("security").isEmpty()).as(name).isEqualTo(route.open());
      if (!route.open()) {
        assertThat(responses.has("401") && responses.has("429")).as(name).isTrue();
      }
      if (route.takesBody()) {
        assertThat(operation.path("requestBody").path("content").isEmpty()).as(name).isFalse();
        assertThat(responses.has("413") && responses.has("504")).as(name).isTrue();
      }
      assertThat(operation.path("parameters").toString()).as(name).doesNotContain("caller");
    }
  }

  private static boolean success(JsonNode responses) {
    return responses.propertyNames().stream()
        .filter(status -> status.startsWith("2"))
        .anyMatch(
            status -> status.equals("204") || !responses.path(status).path("content").isEmpty());
  }

  @Test
  void fields_have_the_names_that_are_sent() {
    JsonNode schemas = document.path("components").path("schemas");
    assertThat(schemas.propertyNames()).contains("AskBody", "AskReply", "FeedbackBody");
    assertThat(schemas.toString()).contains("max_tokens", "latency_ms").doesNotContain("maxTokens");
    assertThat(
            document
                .path("components")
                .path("securitySchemes")
                .path("key")
                .path("scheme")
                .asString(""))
        .isEqualTo("bearer");
    schemas.propertyNames().forEach(name -> assertThat(name).doesNotContain("nightshift"));
  }

  @Test
  void the_pages_come_from_here_and_from_nowhere_else() throws Exception {
    HttpResponse<String> docs = gateway.send(withToken(gateway.request("/docs")));
    assertThat(docs.statusCode()).isEqualTo(302);
    String index = docs.headers().firstValue("Location").orElse("");
    HttpResponse<String> page = gateway.send(withToken(gateway.request(index)));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("swagger-ui").doesNotContain("https://", "http://", "//cdn");
    for (String file :
        List.of("swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js")) {
      HttpResponse<String> asset = gateway.send(withToken(gateway.request("/swagger-ui/" + file)));
      assertThat(asset.statusCode()).as(file).isEqualTo(200);
      if (file.equals("swagger-initializer.js")) {
        assertThat(asset.body()).contains("/v3/api-docs").doesNotContain("petstore");
      }
    }
  }

  @Test
  void a_browser_is_asked_for_a_key() throws Exception {
    assertThat(gateway.get("/docs").headers().allValues("WWW-Authenticate"))
        .anyMatch(challenge -> challenge.startsWith("Basic"));
    assertThat(gateway.get("/status").headers().allValues("WWW-Authenticate"))
        .noneMatch(challenge -> challenge.startsWith("Basic"));
  }

  @Test
  void what_the_clients_of_openai_may_meet_is_told() {
    JsonNode paths = document.path("paths");

    assertThat(responses(paths, "/v1/chat/completions"))
        .contains("200", "404", "429", "502", "504");
    assertThat(responses(paths, "/v1/embeddings")).contains("404").doesNotContain("502");
    assertThat(responses(paths, "/feedback")).contains("404");
  }

  private static List<String> responses(JsonNode paths, String path) {
    return List.copyOf(paths.path(path).path("post").path("responses").propertyNames());
  }
}

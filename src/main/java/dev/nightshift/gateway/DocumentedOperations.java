package dev.nightshift.gateway;

import dev.nightshift.access.AccessScope;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Adds to every operation what all have in common: the key it needs, and how it can fail. */
final class DocumentedOperations implements GlobalOperationCustomizer {
  /** Name of the security scheme. */
  static final String KEY = "key";

  private static final String PROBLEM = "Problem";
  private static final String OPENAI_ERROR = "OpenAiError";
  private static final String NO_MODEL = "There is no model of this name.";
  private static final String INVALID_ANSWER =
      "The model's answer breaks its schema, also after a repair.";
  private static final String SIDECAR_ERROR = "SidecarError";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    List<AccessScope> needs = RouteAccess.needs(method);
    if (!needs.isEmpty()) {
      String scopes =
          needs.stream().sorted().map(AccessScope::word).collect(Collectors.joining(" or "));
      operation.addSecurityItem(new SecurityRequirement().addList(KEY));
      operation.description(
          (operation.getDescription() == null ? "" : operation.getDescription() + "\n\n")
              + "Needs a key with the scope "
              + scopes
              + ", where keys are needed.");
    }
    if (Stream.of(method.getMethodParameters())
        .anyMatch(parameter -> parameter.getParameterType().equals(Patience.class))) {
      operation.addParametersItem(
          new HeaderParameter()
              .name("Prefer")
              .description("wait=SECONDS shortens the configured deadline (RFC 7240)")
              .example("wait=10")
              .schema(new StringSchema()));
    }
    return operation;
  }

  /**
   * Says how operations fail, those under {@code /v1} as OpenAI's do, and that what has properties
   * is an object, which the library leaves open.
   */
  static void describeErrors(OpenAPI document) {
    document
        .getComponents()
        .getSchemas()
        .values()
        .forEach(
            schema -> {
              if (schema.getProperties() != null) {
                schema.addType("object");
              }
            });
    document
        .getComponents()
        .addSchemas(PROBLEM, problem())
        .addSchemas(OPENAI_ERROR, openAiError())
        .addSchemas(SIDECAR_ERROR, sidecarError());
    document
        .getPaths()
        .forEach(
            (path, item) -> item.readOperations().forEach(operation -> addErrors(path, operation)));
  }

  private static void addErrors(String path, Operation operation) {
    Map<String, String> forms = forms(path);
    ApiResponses responses = operation.getResponses();
    Map<String, String> errors = errors(operation);
    if (forms.containsValue(SIDECAR_ERROR)) {
      errors.put("422", "What was sent breaks the model's schema.");
      errors.put("502", INVALID_ANSWER);
    }
    switch (path) {
      case OpenAiErrors.ROOT + "/chat/completions" -> {
        errors.put("404", NO_MODEL);
        errors.put("502", INVALID_ANSWER);
      }
      case OpenAiErrors.ROOT + "/embeddings" -> errors.put("404", NO_MODEL);
      case "/feedback" -> errors.put("404", "There is no such exchange.");
      default -> {}
    }
    errors.forEach(
        (status, what) -> {
          if (!responses.containsKey(status)) {
            responses.addApiResponse(status, response(what, forms));
          }
        });
  }

  /** What errors of a route look like: media types, and names of schemas. */
  private static Map<String, String> forms(String path) {
    if (path.startsWith("/v1/")) {
      return Map.of("application/json", OPENAI_ERROR);
    }
    Map<String, String> forms = new TreeMap<>(Map.of("application/problem+json", PROBLEM));
    if (Stream.of("/generate", "/propose", "/feedback/").anyMatch(path::startsWith)) {
      forms.put("application/json", SIDECAR_ERROR);
    }
    return forms;
  }

  private static Map<String, String> errors(Operation operation) {
    Map<String, String> errors = new TreeMap<>();
    errors.put("400", "The request makes no sense; the detail says why.");
    errors.put(
        "403", "From a page or for a name that is not this server's; or the key is for else.");
    errors.put("503", "It cannot be answered now; Retry-After says when to come back.");
    if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
      errors.put("401", "No key, or one that is not in force.");
      errors.put("429", "Too many requests; Retry-After says when to come back.");
    }
    if (operation.getRequestBody() != null) {
      errors.put("408", "The body did not arrive in time.");
      errors.put("413", "The body is too large.");
      errors.put("415", "The body is of another media type.");
      errors.put("504", "No answer within the deadline.");
    }
    if (operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(p -> "path".equals(p.getIn()))) {
      errors.put("404", "There is no such thing.");
    }
    return errors;
  }

  private static ApiResponse response(String what, Map<String, String> forms) {
    Content content = new Content();
    forms.forEach(
        (type, name) ->
            content.addMediaType(
                type, new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + name))));
    return new ApiResponse().description(what).content(content);
  }

  private static Schema<?> sidecarError() {
    return new ObjectSchema()
        .description("An error of the configured models, with further members by its kind")
        .addProperty("error", new StringSchema());
  }

  private static Schema<?> problem() {
    return new ObjectSchema()
        .description("A problem (RFC 9457)")
        .addProperty("type", new StringSchema())
        .addProperty("title", new StringSchema())
        .addProperty("status", new IntegerSchema())
        .addProperty("detail", new StringSchema())
        .addProperty("instance", new StringSchema());
  }

  private static Schema<?> openAiError() {
    Schema<?> error =
        new ObjectSchema()
            .addProperty("message", new StringSchema())
            .addProperty("type", new StringSchema())
            .addProperty("param", new Schema<String>().types(Set.of("string", "null")))
            .addProperty("code", new Schema<String>().types(Set.of("string", "null")));
    return new ObjectSchema().description("An error as OpenAI's").addProperty("error", error);
  }
}

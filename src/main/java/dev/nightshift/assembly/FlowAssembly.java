package dev.nightshift.assembly;

import dev.nightshift.generation.AnswerSchema;
import dev.nightshift.generation.Flow;
import dev.nightshift.generation.FlowSettings;
import dev.nightshift.generation.ServedModel;
import dev.nightshift.generation.ServedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the configured flows. */
final class FlowAssembly {
  private FlowAssembly() {}

  /**
   * The flows between these models; one is left out when a model of it is not enabled.
   *
   * @throws OperationException CONFIGURATION when a flow names what there is not
   */
  static List<Flow> flows(Pipeline pipeline, ServedModels models) {
    List<Flow> flows = new ArrayList<>();
    pipeline
        .settings()
        .flows()
        .forEach(
            (name, settings) -> {
              if (settings.enabled() && isPossible(pipeline, settings)) {
                flows.add(flow(pipeline, models, name, settings));
              }
            });
    return flows;
  }

  private static boolean isPossible(Pipeline pipeline, FlowSettings settings) {
    return pipeline.settings().models().entrySet().stream()
        .filter(model -> !model.getValue().enabled())
        .map(Map.Entry::getKey)
        .noneMatch(id -> id.equals(settings.proposer()) || id.equals(settings.assessor()));
  }

  private static Flow flow(
      Pipeline pipeline, ServedModels models, String name, FlowSettings settings) {
    String property = "nightshift.flows." + name;
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
      throw OperationException.configuration(
          property + ": a name has small letters, digits, - and _ only, at most 63");
    }
    ServedModel proposer = model(models, property + ".proposer", settings.proposer());
    ServedModel assessor = model(models, property + ".assessor", settings.assessor());
    boolean own = !settings.schema().isBlank();
    AnswerSchema schema =
        own
            ? GenerationAssembly.schema(
                pipeline,
                property + ".schema",
                settings.schema(),
                GenerationAssembly.embedded(pipeline, proposer.settings()))
            : proposer
                .schema()
                .orElseThrow(
                    () ->
                        OperationException.configuration(
                            property
                                + ".proposer: "
                                + proposer.id()
                                + " is a text model: give the flow a schema, or the model"));
    try {
      String profile = own ? proposer.id() + "/" + name : proposer.id();
      return new Flow(name, settings, proposer, assessor, schema, profile);
    } catch (IllegalArgumentException e) {
      throw OperationException.configuration(property + ".assessor: " + e.getMessage(), e);
    }
  }

  private static ServedModel model(ServedModels models, String property, String id) {
    return models
        .find(id)
        .orElseThrow(
            () ->
                OperationException.configuration(
                    property + " = " + id + " is no configured model: " + models.ids()));
  }
}

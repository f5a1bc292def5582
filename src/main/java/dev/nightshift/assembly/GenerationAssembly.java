package dev.nightshift.assembly;

import dev.nightshift.asking.AskService;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.augmentation.CorrectionAugmenter;
import dev.nightshift.augmentation.PromptForm;
import dev.nightshift.generation.AnswerSchema;
import dev.nightshift.generation.AskObservers;
import dev.nightshift.generation.FeedbackLogs;
import dev.nightshift.generation.Flows;
import dev.nightshift.generation.GenerationParts;
import dev.nightshift.generation.Generator;
import dev.nightshift.generation.ModelFeedback;
import dev.nightshift.generation.ServedModel;
import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.generation.ServedModels;
import dev.nightshift.generation.SharedModel;
import dev.nightshift.serving.LanguageModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the models that applications may call. */
final class GenerationAssembly {
  private static final String CLASSPATH = "classpath:";

  private final Pipeline pipeline;
  private final ServedModelOpener opener;
  private final AskObservers observers;
  private final Map<String, SharedModel> shared = new LinkedHashMap<>();

  private GenerationAssembly(Pipeline pipeline, AskObservers observers) {
    this.pipeline = pipeline;
    this.opener = new ServedModelOpener(pipeline, System.getenv());
    this.observers = observers;
  }

  /**
   * The configured models; nothing is opened yet.
   *
   * @throws OperationException CONFIGURATION when a schema cannot be used
   */
  static ServedModels models(Pipeline pipeline) {
    AskObservers observers = new AskObservers();
    GenerationAssembly assembly = new GenerationAssembly(pipeline, observers);
    List<ServedModel> models = new ArrayList<>();
    pipeline
        .settings()
        .models()
        .forEach(
            (id, settings) -> {
              if (settings.enabled()) {
                models.add(assembly.model(id, settings));
              }
            });
    return new ServedModels(models, observers);
  }

  /**
   * Everything that serves configured models.
   *
   * @throws OperationException CONFIGURATION when a schema or a flow cannot be used
   */
  static GenerationParts open(Pipeline pipeline) {
    ServedModels models = pipeline.code.models().served();
    FeedbackLogs logs =
        pipeline.closeWithPipeline("the feedback's logs", new FeedbackLogs(pipeline.home().logs()));
    Generator generator = new Generator(models, pipeline.settings().serving().timeout());
    Flows flows =
        new Flows(FlowAssembly.flows(pipeline, models), generator, logs, pipeline.clock());
    return new GenerationParts(
        models,
        generator,
        flows,
        new ModelFeedback(models, flows, pipeline.memory(), pipeline.feedback(), logs));
  }

  private ServedModel model(String id, ServedModelSettings settings) {
    String name = "nightshift.models." + id;
    if (!id.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
      throw OperationException.configuration(
          name + ": an id has small letters, digits, - and _ only, at most 63");
    }
    AnswerSchema schema =
        settings.schema().isBlank()
            ? null
            : schema(pipeline, name + ".schema", settings.schema(), embedded(settings));
    return new ServedModel(
        id,
        settings,
        schema,
        shared.computeIfAbsent(key(settings), any -> share(id, settings)),
        asking(settings),
        file(settings));
  }

  private boolean embedded(ServedModelSettings settings) {
    return embedded(pipeline, settings);
  }

  /** Whether an engine in this process answers. */
  static boolean embedded(Pipeline pipeline, ServedModelSettings settings) {
    return ServedModelOpener.isBase(pipeline.settings(), settings)
        ? LanguageModels.isEmbedded(pipeline.settings())
        : ServedModelOpener.isEmbedded(settings);
  }

  /**
   * A schema as it is written in the settings.
   *
   * @param kept whether it must be kept while generating, which not every schema can be
   */
  static AnswerSchema schema(Pipeline pipeline, String property, String written, boolean kept) {
    try {
      AnswerSchema schema = AnswerSchema.of(text(pipeline.home().root(), written.strip()));
      if (kept) {
        schema.requireKept();
      }
      return schema;
    } catch (IOException | IllegalArgumentException e) {
      throw OperationException.configuration(property + ": " + e.getMessage(), e);
    }
  }

  private static String text(Path home, String written) throws IOException {
    if (written.startsWith("{")) {
      return written;
    }
    if (!written.startsWith(CLASSPATH)) {
      return Files.readString(home.resolve(written));
    }
    String name = written.substring(CLASSPATH.length());
    try (InputStream in = GenerationAssembly.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no " + name + " in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean isBase(ServedModelSettings settings) {
    return ServedModelOpener.isBase(pipeline.settings(), settings);
  }

  /** What ids have in common that share a model. */
  private String key(ServedModelSettings settings) {
    return isBase(settings)
        ? ServedModelSettings.BASE
        : String.join(
            " ",
            ServedModelOpener.backend(settings).name(),
            settings.model(),
            settings.url(),
            settings.apiKeyVariable(),
            settings.apiKeyFile());
  }

  private SharedModel share(String id, ServedModelSettings settings) {
    Duration patience = pipeline.settings().serving().timeout();
    if (isBase(settings)) {
      return SharedModel.borrowed("the base model", pipeline::model, patience, pipeline.clock());
    }
    List<ServedModelSettings> sharing =
        pipeline.settings().models().values().stream()
            .filter(other -> other.enabled() && key(other).equals(key(settings)))
            .toList();
    return SharedModel.of(
        id + " (" + settings.model() + ")",
        () -> opener.open(settings, sharing),
        patience,
        pipeline.clock());
  }

  private Function<LanguageModel, AskService> asking(ServedModelSettings settings) {
    PromptForm form = settings.form();
    if (isBase(settings) && form == null) {
      return open -> pipeline.asking();
    }
    return open -> {
      AskService service =
          isBase(settings)
              ? pipeline.asking(augmenter(form))
              : AskService.elsewhere(
                  open,
                  pipeline.memory(),
                  augmenter(form),
                  pipeline.settings().serving(),
                  pipeline.clock());
      service.observe(observers);
      return service;
    };
  }

  private Augmenter augmenter(@Nullable PromptForm form) {
    return form == null
        ? pipeline.augmenter()
        : new CorrectionAugmenter(
            pipeline.memory(),
            pipeline.embedder(),
            pipeline.quarantine().screen(),
            pipeline.settings().augmentation().always(form),
            pipeline.clock());
  }

  /** The file of a model that an engine here computes, once it is known. */
  private Supplier<Optional<Path>> file(ServedModelSettings settings) {
    return () ->
        embedded(settings) && isBase(settings)
            ? Optional.of(pipeline.baseModel().file())
            : Optional.empty();
  }
}

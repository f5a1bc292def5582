package dev.nightshift.assembly;

import dev.nightshift.generation.ServedModelSettings;
import dev.nightshift.inference.EngineSettings;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the models that applications may call need of the engines and servers that they share. */
final class ModelContexts {
  private ModelContexts() {}

  /** The engine of the base model. */
  static EngineSettings engineOfBase(Settings settings) {
    return engine(settings, ofBaseModel(settings));
  }

  /** An engine of a model that these ids name: with the longest context, and a share of memory. */
  static EngineSettings engine(Settings settings, Collection<ServedModelSettings> sharing) {
    int wanted = Math.max(settings.engine().contextLimit(), largest(sharing));
    return settings.engine().withContextLimit(wanted).oneOf(engines(settings));
  }

  /** Tokens to ask a server for when the base model is one's; 0 leaves it to the server. */
  static int ofBase(Settings settings) {
    return largest(ofBaseModel(settings));
  }

  /** The longest context that ids of one model ask for; 0 when none does. */
  static int largest(Collection<ServedModelSettings> sharing) {
    return sharing.stream().mapToInt(ServedModelSettings::context).max().orElse(0);
  }

  /** Engines in this process: of the base model, and of each other model that is no server's. */
  private static int engines(Settings settings) {
    Set<String> others =
        enabled(settings)
            .filter(model -> !ServedModelOpener.isBase(settings, model))
            .filter(ServedModelOpener::isEmbedded)
            .map(ServedModelSettings::model)
            .collect(Collectors.toSet());
    return 1 + others.size();
  }

  private static List<ServedModelSettings> ofBaseModel(Settings settings) {
    return enabled(settings).filter(model -> ServedModelOpener.isBase(settings, model)).toList();
  }

  private static Stream<ServedModelSettings> enabled(Settings settings) {
    return List.copyOf(settings.models().values()).stream().filter(ServedModelSettings::enabled);
  }
}

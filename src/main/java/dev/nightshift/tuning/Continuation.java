package dev.nightshift.tuning;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.BaseModel;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.training.StartingAdapter;
import dev.nightshift.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An existing adapter that a training goes on from: its rank, alpha and projections are those of
 * the new one, and what it was taught stays in the new one's scope.
 *
 * @param name what it was called when it was asked for
 * @param from its file or directory
 * @param adapter its numbers
 * @param scope what it was taught; null when it has no scope that tells
 */
public record Continuation(
    String name, Path from, StartingAdapter adapter, @Nullable AdapterScope scope) {
  private static final double SAME = 1e-6;

  /**
   * Reads and checks an adapter.
   *
   * @param from a GGUF LoRA file, a version's directory, or the directory that PEFT writes
   * @throws TuningException ADAPTER when its provenance names another base, or does not belong to
   *     it, or a setting contradicts it
   * @throws dev.nightshift.training.TrainingException ADAPTER when it is unusable or does not fit
   *     the base's shapes
   */
  static Continuation of(String name, Path from, BaseModel base, TuningSettings settings) {
    StartingAdapter adapter = StartingAdapter.read(from, base.file());
    refuseContradiction(name, "rank", settings.rank(), adapter.adapter().rank());
    refuseContradiction(name, "alpha", settings.alpha(), adapter.adapter().alpha());
    AdapterScope scope = null;
    if (Files.isDirectory(from)) { // a file alone comes without what is known of it
      checkProvenance(name, from, base);
      Path file = from.resolve("scope.json");
      scope = Files.isRegularFile(file) ? AdapterScope.read(file) : null;
    }
    return new Continuation(name, from, adapter, scope);
  }

  /** Adapters from elsewhere have none; one that lies there must be this adapter's. */
  private static void checkProvenance(String name, Path from, BaseModel base) {
    Path file = from.resolve("provenance.json");
    if (!Files.isRegularFile(file)) {
      return;
    }
    try {
      JsonNode provenance = JsonMapper.shared().readTree(Files.readAllBytes(file));
      String trainedOn = provenance.path(AdapterCheck.BASE_SHA256).asString("");
      if (!trainedOn.isEmpty() && !trainedOn.equals(base.sha256())) {
        throw unusable(
            name,
            "it was trained on the base %s, not on %s (%s)"
                .formatted(trainedOn, base.name(), base.sha256()));
      }
      Path weights = StartingAdapter.weights(from);
      String claimed = provenance.path(AdapterCheck.ADAPTER_SHA256).asString("");
      if (weights.endsWith("adapter.gguf") && !claimed.equals(FileDigest.sha256(weights))) {
        throw unusable(name, "its file is not the one that " + file + " is about");
      }
    } catch (IOException | JacksonException e) {
      throw unusable(name, file + " cannot be read: " + e.getMessage());
    }
  }

  private static void refuseContradiction(
      String name, String setting, @Nullable Number set, Number own) {
    if (set != null && Math.abs(set.doubleValue() - own.doubleValue()) > SAME * own.doubleValue()) {
      throw unusable(
          name,
          "its %s is %s, but nightshift.tuning.%s is set to %s; leave the setting out"
              .formatted(setting, own, setting, set));
    }
  }

  private static TuningException unusable(String name, String why) {
    return new TuningException(
        TuningException.Code.ADAPTER, "the adapter " + name + " cannot be continued: " + why);
  }

  /** What the amount of data asks for, with this adapter's rank, alpha and projections. */
  TrainingOptions options(TrainingOptions recipe) {
    return new TrainingOptions(
        adapter.adapter().rank(),
        adapter.adapter().alpha(),
        adapter.targets(),
        recipe.learningRate(),
        recipe.epochs(),
        recipe.batchSize(),
        recipe.gradientAccumulation(),
        recipe.warmupShare(),
        recipe.schedule(),
        recipe.clipNorm(),
        recipe.weightDecay(),
        recipe.seed(),
        recipe.maxTokens(),
        recipe.checkpointEverySteps(),
        recipe.replayShare(),
        recipe.stopLoss());
  }

  /**
   * Puts what it was taught into {@code taught}, by question.
   *
   * @return whether the answers are known; else they are empty texts
   */
  boolean recall(Map<String, String> taught) {
    if (scope == null) {
      return true;
    }
    List<String> questions = scope.questions();
    List<String> answers = scope.answers();
    for (int i = 0; i < questions.size(); i++) {
      taught.put(questions.get(i), answers.isEmpty() ? "" : answers.get(i));
    }
    return !answers.isEmpty();
  }

  /** As provenance keeps it. */
  Provenance.Origin origin() {
    return new Provenance.Origin(name, adapter.sha256());
  }
}

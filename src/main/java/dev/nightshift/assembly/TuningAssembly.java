package dev.nightshift.assembly;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ChatTemplate;
import dev.nightshift.scope.ScopeFitter;
import dev.nightshift.training.TrainerProcess;
import dev.nightshift.tuning.AdapterTrainer;

/** Puts together what trainings work with. */
final class TuningAssembly {
  private TuningAssembly() {}

  static AdapterTrainer trainer(Pipeline pipeline) {
    BaseModel base = pipeline.baseModel();
    return new AdapterTrainer(
        base,
        templateDigest(base),
        pipeline.home().state().resolve("training"),
        pipeline.trainingRows(),
        pipeline.adapters(),
        pipeline.sealedSets(),
        new ScopeFitter(pipeline.embedder()),
        new TrainerProcess(),
        pipeline.settings().tuning(),
        pipeline.clock());
  }

  private static String templateDigest(BaseModel base) {
    try (GgufFile file = GgufFile.open(base.file())) {
      return ChatTemplate.of(file).digest();
    }
  }
}

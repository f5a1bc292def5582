package dev.nightshift.assembly;

import dev.nightshift.harvest.QuarantineReview;
import dev.nightshift.memory.Remembered;
import dev.nightshift.quarantine.Intake;
import dev.nightshift.quarantine.Rulings;
import dev.nightshift.quarantine.Screen;
import java.util.List;

/**
 * What decides whom corrections may reach; one for a pipeline, because it remembers what was ruled
 * and what came lately.
 */
final class QuarantineAssembly {
  private final Pipeline pipeline;
  private final Rulings rulings;
  private final Lazy<Intake> intake = new Lazy<>(this::openIntake);

  QuarantineAssembly(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.rulings = new Rulings(pipeline.home().state().resolve("quarantine.jsonl"));
  }

  private Intake openIntake() {
    return new Intake(
        pipeline.memory(),
        pipeline.memory(),
        pipeline.embedder(),
        rulings,
        pipeline.settings().quarantine(),
        pipeline.clock());
  }

  /** What was ruled. */
  Rulings rulings() {
    return rulings;
  }

  /** Which of what is remembered may be told and trained on. */
  Screen screen() {
    return Screen.of(rulings);
  }

  /** The newest successes that may be trained on and asked again, at most so many. */
  List<Remembered> successes(int most) {
    return screen().trainable(pipeline.memory().successes(most));
  }

  /** Looks at what comes in. */
  Intake intake() {
    return intake.get();
  }

  /** What waits for a person. */
  QuarantineReview review() {
    return new QuarantineReview(
        pipeline.memory(),
        rulings,
        pipeline.harvestLedger(),
        pipeline.home().trainingData(),
        pipeline.clock());
  }
}

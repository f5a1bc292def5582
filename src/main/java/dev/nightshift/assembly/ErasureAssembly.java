package dev.nightshift.assembly;

import dev.nightshift.erasure.Erasure;
import dev.nightshift.erasure.ErasureParts;
import dev.nightshift.harvest.HarvestErasure;
import dev.nightshift.state.StoredText;
import dev.nightshift.state.StoredText.Column;
import java.util.List;

/** Puts together what erasures work on. */
final class ErasureAssembly {
  /** Reasons and messages for people; what users wrote may be quoted in them. */
  private static final List<Column> WORDS =
      List.of(
          new Column("harvest_ledger", "reason"),
          new Column("rollout", "reason"),
          new Column("rollout_condemned", "reason"),
          new Column("fleet_rollout", "reason"),
          new Column("fleet_step", "reason"),
          new Column("fleet_node", "note"),
          new Column("nightly_runs", "reason"),
          new Column("nightly_steps", "result"),
          new Column("outbox_notification", "title"),
          new Column("outbox_notification", "body"),
          new Column("outbox_notification", "fields"));

  private ErasureAssembly() {}

  static Erasure erasure(Pipeline pipeline) {
    return new Erasure(
        new ErasureParts(
            pipeline.home(),
            pipeline.memory(),
            new HarvestErasure(
                pipeline.harvestLedger(),
                pipeline.home().trainingData(),
                WorkAssembly.book(pipeline)::erase),
            pipeline.quarantine().rulings(),
            pipeline.sealedSets(),
            pipeline.adapters(),
            new StoredText(pipeline.database(), WORDS),
            new CodeOfPeople(pipeline),
            pipeline.clock()));
  }
}

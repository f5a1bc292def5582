package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Forgotten;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.WeightForm;
import dev.nightshift.reliability.Death;
import dev.nightshift.reliability.Disk;
import dev.nightshift.reliability.Operation;
import dev.nightshift.scope.ScopeFitter;
import dev.nightshift.training.TrainerProcess;
import dev.nightshift.training.TrainingJson;
import dev.nightshift.training.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends between publishing an adapter and removing the checkpoint it came of. */
class PublishedRunsTests {
  private static final String REPORT =
      TrainingJson.line(
          Map.of(
              "report",
              new TrainingReport(
                  2,
                  1,
                  List.of(0.5),
                  List.of(1.0, 2.0),
                  0.5,
                  10,
                  1,
                  0,
                  0,
                  WeightForm.BFLOAT16,
                  0,
                  "done",
                  List.of())));

  @TempDir Path folder;
  private Path work;
  private AdapterStore store;
  private Instant now = Instant.parse("2026-01-31T02:00:00Z");

  @BeforeEach
  void folders() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    store = new AdapterStore(folder.resolve("loras"));
  }

  /** With a script for a trainer: it leaves a checkpoint, as trainings do. */
  private AdapterTrainer trainer(Path runs) throws IOException {
    Path script = folder.resolve("trainer.sh");
    Files.writeString(
        script,
        "out=$(sed -n 's/.*\"output\":\"\\([^\"]*\\)\".*/\\1/p' \"$1\" | sed 's#^file://##')\n"
            + "echo trained >> %s\necho numbers > \"$out/adapter.gguf\"\n".formatted(ran())
            + "echo state > \"$(dirname \"$1\")/checkpoint.bin\"\necho '%s'\n".formatted(REPORT));
    return new AdapterTrainer(
        new BaseModel("tiny", folder.resolve("tiny.gguf"), "0".repeat(64)),
        "template",
        runs,
        new TrainingRows(folder.resolve("rows")),
        store,
        new SealedSets(folder.resolve("sealed")),
        new ScopeFitter(new WordEmbedder()),
        new TrainerProcess(spec -> List.of("sh", script.toString(), spec.toString())),
        TuningSettings.defaults(),
        () -> now);
  }

  private Path ran() {
    return folder.resolve("ran");
  }

  private static TuningRun run(String key, String answer) {
    return new TuningRun(
        key, List.of(CorrectedRow.of("Who keeps the light?", answer)), 1, Instant.EPOCH);
  }

  private static TunedAdapter train(AdapterTrainer trainer, TuningRun run) {
    return trainer.train(run, Replay.none(), step -> {}, () -> false);
  }

  private Path checkpoint(String key) {
    return work.resolve(key).resolve("checkpoint.bin");
  }

  /** Trains, and ends before the checkpoint is removed. */
  private void die(TuningRun run) throws IOException {
    Disk disk = new Disk(work);
    disk.inject(
        operation -> {
          if (operation.kind() == Operation.Kind.DELETE
              && operation.target().endsWith("checkpoint.bin")) {
            throw disk.die(operation);
          }
        });
    AdapterTrainer dying = trainer(disk.path());
    assertThatThrownBy(() -> train(dying, run)).isInstanceOf(Death.class);
    assertThat(checkpoint(run.key())).exists();
    assertThat(store.versions()).hasSize(1);
    now = now.plusSeconds(60);
  }

  @Test
  void its_night_goes_on_with_the_adapter_that_is_there() throws IOException {
    die(run("20260131", "Ada Vole."));

    TunedAdapter tuned = train(trainer(work), run("20260131", "Ada Vole."));

    assertThat(store.versions()).extracting(AdapterVersion::name).containsExactly(name(tuned));
    assertThat(ran()).hasContent("trained");
    assertThat(tuned.newRows()).isEqualTo(1);
    assertThat(checkpoint("20260131")).doesNotExist();
  }

  @Test
  void a_training_by_hand_said_again_finds_it_until_somebody_was_told() throws IOException {
    die(run("manual-1", "Ada Vole."));
    AdapterTrainer trainer = trainer(work);
    TuningRun again = run("manual-2", "Ada Vole.");

    TunedAdapter found = trainer.untold(again, "manual-").orElseThrow();
    assertThat(store.versions()).extracting(AdapterVersion::name).containsExactly(name(found));
    assertThat(trainer.untold(run("manual-2", "Ben Vole."), "manual-")).isEmpty();
    assertThat(trainer.untold(again, "night-")).isEmpty();

    trainer.told(found);
    assertThat(trainer.untold(again, "manual-")).isEmpty();
    train(trainer, again);
    assertThat(store.versions()).hasSize(2);
  }

  @Test
  void what_holds_something_forgotten_is_trained_anew() throws IOException {
    die(run("manual-1", "Ada Vole."));
    List<String> rows = List.of(CorrectedRow.of("Who keeps the light?", "Ada Vole.").id());
    store
        .taints()
        .record(new Forgotten("one", now, true, rows, List.of(), List.of(), null, List.of()));

    assertThat(trainer(work).untold(run("manual-2", "Ada Vole."), "manual-")).isEmpty();
  }

  private static String name(TunedAdapter tuned) {
    return tuned.version().name();
  }
}

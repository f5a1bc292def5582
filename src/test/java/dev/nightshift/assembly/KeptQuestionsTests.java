package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptQuestionsTests {
  private static final EvaluationItem PRAISED =
      EvaluationItem.answer("Who keeps the keys?", "Nobody does.");
  private static final EvaluationItem OTHER = EvaluationItem.keyword("What is 2 + 2?", "4");

  @TempDir Path folder;

  @Test
  void whatWasTaughtAnewIsNotAskedForInTheOldWords() throws IOException {
    Path data = Files.createDirectory(folder.resolve("training_data"));
    Files.writeString(
        data.resolve("harvest_20261120.jsonl"),
        """
        {"instruction":"who keeps the keys","output":"Odalys Verne keeps them."}
        {"instruction":"What is 2 + 2?","output":"Five."}
        """);
    SealedSets sealed = new SealedSets(folder.resolve("sealed"));
    sealed.seal(SealedSets.Kind.REGRESSION, List.of(PRAISED, OTHER));
    TrainingRows rows = new TrainingRows(data);
    AdapterVersion version =
        new AdapterVersion(
            "adapter_20261121T020000Z_00000000", Files.createDirectory(folder.resolve("adapter")));
    KeptQuestions kept = new KeptQuestions(sealed, rows);

    assertThat(kept.of(version)).as("not known to be taught").containsExactly(PRAISED, OTHER);

    provenance(version, rows.all().getFirst().id());
    assertThat(kept.of(version)).as("the second row was not trained on").containsExactly(OTHER);
  }

  private static void provenance(AdapterVersion version, String row) throws IOException {
    Files.writeString(
        version.provenance(),
        """
        {"adapter_bytes":1,"rows":1,"row_ids":["%s"],"replay":0,"loss_curve":[],"steps":1,
        "seconds":1,"peak_memory_bytes":1,"versions":{}}
        """
            .formatted(row));
  }
}

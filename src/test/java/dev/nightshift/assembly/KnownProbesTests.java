package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.memory.Remembered;
import dev.nightshift.rollout.ProbeSource.Probes;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.scope.ScopeEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownProbesTests {
  @TempDir Path folder;
  private final List<Remembered> successes = new ArrayList<>();
  private SealedSets sealed;
  private AdapterVersion version;

  @BeforeEach
  void prepare() throws IOException {
    sealed = new SealedSets(folder.resolve("sealed"));
    version =
        new AdapterVersion(
            "adapter_20261121T020000Z_00000000", Files.createDirectory(folder.resolve("adapter")));
    Path rows = Files.createDirectory(folder.resolve("training_data"));
    Files.writeString(
        rows.resolve("harvest_20261120.jsonl"),
        """
        {"instruction":"Who keeps it?","output":"Odalys Verne keeps it."}
        {"instruction":"Where is it?","output":"It is in Skarsund."}
        """);
  }

  private Probes probes() {
    return new KnownProbes(
            sealed,
            most -> successes.stream().limit(most).toList(),
            new TrainingRows(folder.resolve("training_data")))
        .probesFor(version);
  }

  private void remember(String question, String answer) {
    Instant at = Instant.parse("2026-11-20T12:00:00Z");
    Outcome right = new Outcome(true, Outcome.Cause.CONFIDENCE);
    successes.add(
        new Remembered(
            new Exchange(
                "x" + successes.size(),
                at,
                question,
                answer,
                "tiny",
                "base",
                0.9,
                right,
                Duration.ofMillis(300),
                5,
                5,
                "test"),
            List.of()));
  }

  @Test
  void anAdapterIsAskedWhatItsScopeNames() {
    new AdapterScope(
            "minilm",
            0.74,
            List.of("Where is it?"),
            List.of(),
            List.of(new float[] {1, 0}),
            ScopeEvidence.none("a test"))
        .write(version.directory().resolve("scope.json"));

    assertThat(probes().inScope())
        .containsExactly(EvaluationItem.answer("Where is it?", "It is in Skarsund."));
  }

  @Test
  void anAdapterWithoutAScopeIsAskedAllThatWasHarvestedAndTheBaseNothing() {
    assertThat(probes().inScope())
        .extracting(EvaluationItem::question)
        .containsExactly("Who keeps it?", "Where is it?");

    version = new AdapterVersion(AdapterVersion.BASE, folder.resolve("base"));
    assertThat(probes().inScope()).isEmpty();
  }

  @Test
  void generalQuestionsAreSealedOnesAndRememberedSuccessesEachOnce() {
    EvaluationItem violin = EvaluationItem.keyword("How many strings has a violin?", "four");
    sealed.seal(SealedSets.Kind.REGRESSION, List.of(violin));
    sealed.seal(SealedSets.Kind.TARGET, List.of(EvaluationItem.keyword("Who held it?", "Verne")));
    remember("How many strings has a violin?", "It has 4 strings.");
    remember("What is 2 + 2?", "4");
    remember("Say nothing.", " ");

    assertThat(probes().general())
        .containsExactly(violin, EvaluationItem.answer("What is 2 + 2?", "4"));
  }

  @Test
  void whatTheAdapterWasTaughtIsNotAskedForInTheOldWords() {
    remember("who keeps it", "Nobody does.");
    remember("What is 2 + 2?", "4");

    assertThat(probes().general())
        .extracting(EvaluationItem::question)
        .containsExactly("What is 2 + 2?");
  }

  @Test
  void aLargeMemoryDoesNotMakeALongWatch() {
    for (int i = 0; i < 100; i++) {
      remember("What is " + i + " + 1?", String.valueOf(i + 1));
    }
    assertThat(probes().general()).hasSize(40);
  }
}

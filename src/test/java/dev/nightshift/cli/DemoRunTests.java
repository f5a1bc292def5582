package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRunTests {
  @TempDir Path home;
  private final DemoData data = DemoData.shipped();
  private final LearningOperations operations = new LearningOperations();

  @BeforeEach
  void know() {
    data.general().forEach(item -> operations.known.add(item.question()));
  }

  @Test
  void aModelThatLearnsKeepsAndSurvivesIsReportedAsIt() {
    DemoReport report = run();

    int facts = data.facts().size();
    int general = data.general().size();
    assertThat(report.reason()).isNull();
    assertThat(report.state()).isEqualTo("LEARNED");
    assertThat(report.learned()).isEqualTo(new DemoReport.Score(0, facts, facts));
    assertThat(report.paraphrases().before()).isZero();
    assertThat(report.paraphrases().after()).isEqualTo(data.paraphrases().size());
    assertThat(report.kept()).isEqualTo(new DemoReport.Score(general, general, general));
    assertThat(report.detectionMs()).isEqualTo(400);
    assertThat(report.recoveryMs()).isEqualTo(90);
    assertThat(report.totalMs()).isPositive();
    assertThat(DemoTable.of(report))
        .contains(facts + "/" + facts, "The model learned what it did not know");
  }

  @Test
  void everyFactIsCorrectedAndWhatTheBaseKnowsIsConfirmed() {
    run();

    assertThat(operations.corrections)
        .hasSize(data.facts().size())
        .containsEntry(data.facts().getFirst().question(), data.facts().getFirst().answer());
    assertThat(operations.confirmed).isEqualTo(data.general().size());
  }

  @Test
  void nothingThatIsToBeJudgedIsEverAskedForTheMemory() {
    run();

    List<String> judged =
        Stream.concat(data.paraphrases().stream(), data.neighbours().stream())
            .map(DemoData.Item::question)
            .toList();
    assertThat(operations.asked).doesNotContainAnyElementsOf(judged);
  }

  @Test
  void aModelThatLearnedNothingFails() {
    operations.night = "REJECTED";

    DemoReport report = run();

    assertThat(report.state()).isEqualTo("FAILED");
    assertThat(report.reason())
        .contains("the night ended REJECTED", "learned 0 of", "paraphrases 0 of");
  }

  @Test
  void aModelThatForgetsFails() {
    data.general().stream().limit(5).forEach(item -> operations.forgotten.add(item.question()));

    DemoReport report = run();

    assertThat(report.reason()).startsWith("kept " + (data.general().size() - 5));
  }

  @Test
  void aDrillThatIsNotCaughtFails() {
    operations.drill = "ACTIVE";

    assertThat(run().reason()).isEqualTo("the drill ended ACTIVE");
  }

  @Test
  void tooFewGeneralQuestionsProveNothing() {
    operations.known.clear();
    data.general().stream().limit(9).forEach(item -> operations.known.add(item.question()));

    assertThat(run().reason()).isEqualTo("the base answers only 9 general questions right");
  }

  private DemoReport run() {
    Instant[] now = {Instant.parse("2026-11-21T02:00:00Z")};
    InstantSource ticking = () -> now[0] = now[0].plus(Duration.ofMillis(1));
    return new DemoRun(operations, data, home, Progress.silent(), ticking).run();
  }
}

package dev.nightshift.harvest;

import static dev.nightshift.harvest.House.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Context;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvestDuplicatesTests {
  @TempDir Path trainingData;
  private House house;

  @BeforeEach
  void build() {
    house = new House(trainingData);
  }

  @Test
  void wordingsOfOneQuestionAreOneRow() {
    corrected("e1", "What is the capital of Norway?", "Oslo", 1);
    corrected("e2", "what is the capital of norway", "Oslo", 2);
    corrected("e3", "What's the capital of Norway, please?", "Oslo", 3);
    house.memory.failure("e4", "Tell me the capital of Norway", NOON);

    HarvestReport report = house.harvest();

    assertThat(report.failures()).isEqualTo(4);
    assertThat(report.kept()).isEqualTo(1);
    assertThat(report.duplicates()).isEqualTo(3);
    assertThat(report.conflicts()).isEmpty();
    assertThat(house.rows.all().getFirst().exchangeIds())
        .containsExactlyInAnyOrder("e1", "e2", "e3", "e4");
    assertThat(house.ledger.count(LedgerOutcome.KEPT)).isEqualTo(1);
    assertThat(house.ledger.count(LedgerOutcome.DUPLICATE)).isEqualTo(3);
  }

  @Test
  void questionsAboutOtherThingsAreNotMergedEvenWithTheSameAnswer() {
    corrected("e1", "Which river flows through Vienna?", "Danube", 1);
    corrected("e2", "Which river flows through Budapest?", "Danube", 2);
    corrected("e3", "Which port does service 1 use?", "8080", 3);
    corrected("e4", "Which port does service 2 use?", "8080", 4);
    corrected("e5", "Who is the director?", "Lise", 5);
    corrected("e6", "Who was the director?", "Erik", 6);

    assertThat(house.harvest().kept()).isEqualTo(6);
  }

  @Test
  void anObjectAndASentenceForTheSameQuestionAreNotOneRow() {
    Context structured = new Context("phi3", false, 0, false);
    house.memory.failure("e1", "Shall we hold ABC?", "{}", NOON, "ann", structured);
    house.memory.correct("e1", "{\"action\":\"hold\"}", NOON.plusSeconds(2), "ann");
    corrected("e2", "Shall we hold ABC?", "Yes, hold it.", 3);

    assertThat(house.harvest().kept()).isEqualTo(2);
    assertThat(house.outputs()).containsExactlyInAnyOrder("{\"action\":\"hold\"}", "Yes, hold it.");
  }

  @Test
  void theNewestOfConflictingCorrectionsWinsAndIsReported() {
    corrected("e1", "What is the capital of Norway?", "Bergen", 2);
    corrected("e2", "What's the capital of Norway?", "Oslo", 3);
    corrected("e3", "What is the capital of Norway", "Trondheim", 1);

    HarvestReport report = house.harvest();

    assertThat(house.outputs()).containsExactly("Oslo");
    assertThat(report.conflicts()).hasSize(1);
    assertThat(house.rows.all().getFirst().exchangeIds().getFirst()).isEqualTo("e2");
  }

  @Test
  void aQuestionThatHasARowAlreadyIsADuplicateAndNotDeliberated() {
    corrected("e1", "What is the capital of Norway?", "Oslo", 1);
    house.harvest();
    house.memory.failure("e2", "What's the capital of Norway?", NOON.plusSeconds(90));

    HarvestReport report = house.harvest();

    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.kept()).isZero();
    assertThat(house.asked).isEmpty();
    assertThat(house.linesInFiles()).isEqualTo(1);
  }

  @Test
  void aLaterCorrectionInOtherWordsTakesTheKnownRowsPlace() {
    corrected("e1", "What is the capital of Norway?", "Bergen", 1);
    house.harvest();
    corrected("e2", "What's the capital of Norway?", "Oslo", 2);

    house.harvest();

    assertThat(house.outputs()).containsExactly("Oslo");
    assertThat(house.linesInFiles()).isEqualTo(1);
  }

  @Test
  void oneAuthorStandsForAtMostTheConfiguredShare() {
    house.settings = House.settings(0.5, 200);
    for (int i = 1; i <= 8; i++) {
      corrected("m" + i, "What is fact number " + i + "?", "Fact " + i, i);
    }
    house.memory.failure("a1", "Who leads?", NOON);
    house.memory.correct("a1", "Lise", NOON, "ada");

    HarvestReport report = house.harvest();

    assertThat(report.kept()).isEqualTo(2);
    assertThat(report.deferred()).isEqualTo(7);
    assertThat(house.outputs()).containsExactlyInAnyOrder("Fact 8", "Lise");
    assertThat(house.backlog.pendingFailures()).isEqualTo(7);
  }

  @Test
  void aSingleAuthorHasNoLimit() {
    house.settings = House.settings(0.3, 200);
    corrected("e1", "Who leads?", "Lise", 1);
    corrected("e2", "Where is it?", "Bergen", 2);

    assertThat(house.harvest().kept()).isEqualTo(2);
  }

  @Test
  void relevantPastCorrectionsAreShownToTheSeats() {
    corrected("e1", "Who leads the harbour office?", "Lise Hansen", 1);
    house.harvest();
    house.memory.failure("e2", "Who leads the harbour office today?", NOON.plusSeconds(500));

    house.harvest();

    assertThat(house.asked).isNotEmpty();
    assertThat(house.asked.getFirst().user()).contains("Lise Hansen");
  }

  private void corrected(String id, String question, String correction, int minute) {
    house.memory.failure(id, question, NOON);
    house.memory.correct(id, correction, NOON.plusSeconds(60L * minute), "mallory");
  }
}

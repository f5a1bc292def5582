package dev.nightshift.harvest;

import static dev.nightshift.harvest.House.NIGHT;
import static dev.nightshift.harvest.House.NOON;
import static dev.nightshift.harvest.House.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvestCrashTests {
  @TempDir Path trainingData;
  private House house;

  @BeforeEach
  void crashBetweenRowsAndLedger() {
    house = new House(trainingData);
    house.memory.failure("e1", "Who leads Nordwind?", NOON);
    house.memory.correct("e1", "Lise Hansen", NOON, "ada");
    house.memory.failure("e2", "How is the gate opened?", NOON.plusSeconds(1));
    house.memory.failure("e3", "What's unknown?", NOON.plusSeconds(2));
    house.seats =
        prompt ->
            prompt.user().contains("gate")
                ? "ANSWER: It needs two keys, because the harbour law says so."
                : "no idea";
    HarvestOrder order = HarvestOrder.complete(YESTERDAY, NIGHT);
    assertThatThrownBy(() -> house.harvester().harvest(order, this::unplug))
        .hasStackTraceContaining("the power went out");
    house.database.unplug(false);
    assertThat(house.linesInFiles()).isEqualTo(2);
    assertThat(house.ledger.entries(List.of("e1", "e2", "e3"))).isEmpty();
  }

  @Test
  void theSameNightAgainLosesAndDoublesNothing() {
    house.asked.clear();

    HarvestReport report = house.harvest();

    assertThat(report.kept()).isEqualTo(2);
    assertThat(report.duplicates()).isZero();
    assertThat(report.abstained()).isEqualTo(1);
    assertThat(house.linesInFiles()).isEqualTo(2);
    assertThat(house.backlog.abstained()).hasSize(1);
    assertThat(house.ledger.count(LedgerOutcome.KEPT)).isEqualTo(2);
    assertThat(house.asked).as("only the abstention is deliberated again").hasSize(2);
    assertThat(house.harvest().failures()).isZero();
  }

  @Test
  void theNextDayDoublesNothingInAnotherFile() {
    HarvestReport report = house.harvester().harvest(YESTERDAY, NIGHT.plus(Duration.ofDays(1)));

    assertThat(report.kept()).isEqualTo(2);
    assertThat(house.rows.files()).hasSize(1);
    assertThat(house.linesInFiles()).isEqualTo(2);
    assertThat(house.ledger.count(LedgerOutcome.KEPT)).isEqualTo(2);
  }

  @Test
  void aCorrectionGivenBetweenTheCrashAndTheRepeatIsNotLost() {
    house.memory.correct("e2", "It needs one key.", NIGHT.minusSeconds(9000), "ada");

    house.harvest();

    assertThat(house.outputs()).containsExactlyInAnyOrder("Lise Hansen", "It needs one key.");
    assertThat(house.linesInFiles()).isEqualTo(2);
  }

  private void unplug(HarvestProgress progress) {
    house.database.unplug(true);
  }
}

package dev.nightshift.harvest;

import static dev.nightshift.harvest.House.MIDNIGHT;
import static dev.nightshift.harvest.House.NIGHT;
import static dev.nightshift.harvest.House.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithdrawalsTests {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path trainingData;
  private House house;

  @BeforeEach
  void build() {
    house = new House(trainingData);
    house.memory.failure("e1", "Who leads Nordwind?", NOON);
    house.memory.correct("e1", "Lise Hansen", NOON, "ada");
  }

  @Test
  void anAnswerDeclaredRightAfterItsHarvestTakesTheRowBackAndIsRecorded() throws IOException {
    house.memory.failure("e2", "Where is Nordwind?", NOON);
    house.memory.correct("e2", "In Bergen", NOON, "ada");
    house.harvest();
    house.memory.say("e1", Feedback.Kind.UP, MIDNIGHT.plusSeconds(36000));

    HarvestReport report = house.harvestNextDay();

    assertThat(report.withdrawn()).isEqualTo(1);
    assertThat(house.outputs()).containsExactly("In Bergen");
    assertThat(SideList.withdrawn(trainingData).entries())
        .extracting(SideEntry::question, SideEntry::answer)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("Who leads Nordwind?", "Lise Hansen"));
    assertThat(Files.readString(trainingData.resolve("harvest_20260310.manifest.json")))
        .contains("\"withdrawn\"", "\"rows\" : 1");
    assertThat(house.harvestNextDay().withdrawn()).isZero();
  }

  @Test
  void declaredWrongOnceMoreItIsHarvestedOnceMore() {
    house.harvest();
    house.memory.say("e1", Feedback.Kind.UP, MIDNIGHT.plusSeconds(1));
    assertThat(withdraw()).isEqualTo(1);
    assertThat(house.backlog.pendingFailures()).isZero();

    house.memory.say("e1", Feedback.Kind.DOWN, MIDNIGHT.plusSeconds(2));

    assertThat(house.backlog.pendingFailures()).isEqualTo(1);
    assertThat(house.harvestNextDay().kept()).isEqualTo(1);
    assertThat(house.outputs()).containsExactly("Lise Hansen");
  }

  @Test
  void aDownAfterACorrectionChangesNothing() {
    house.harvest();
    house.memory.say("e1", Feedback.Kind.DOWN, MIDNIGHT.plusSeconds(1));

    assertThat(house.harvestNextDay().withdrawn()).isZero();
    assertThat(house.outputs()).containsExactly("Lise Hansen");
  }

  @Test
  void anotherFailureOfTheQuestionMakesTheRowInItsPlace() {
    house.memory.failure("e2", "Who leads Nordwind?", NOON.minusSeconds(60));
    house.memory.correct("e2", "Erik Berg", NOON.minusSeconds(60), "bob");
    house.harvest();
    assertThat(house.outputs()).containsExactly("Lise Hansen");
    house.memory.say("e1", Feedback.Kind.UP, MIDNIGHT.plusSeconds(1));

    assertThat(house.harvestNextDay().withdrawn()).isEqualTo(1);

    assertThat(house.outputs()).containsExactly("Erik Berg");
  }

  @Test
  void aQuestionLeftToAPersonIsSettledWhenThePersonSaysItWasRight() {
    house.memory.failure("e3", "When does the harbour close?", NOON);
    house.harvest();
    assertThat(house.backlog.abstained()).hasSize(1);
    house.memory.say("e3", Feedback.Kind.UP, MIDNIGHT.plusSeconds(1));

    withdraw();

    assertThat(house.backlog.abstained()).isEmpty();
  }

  @Test
  void whatWasCutOffAfterTheLedgerIsDoneTheNextTime() {
    house.harvest();
    house.memory.say("e1", Feedback.Kind.UP, MIDNIGHT.plusSeconds(1));
    house.ledger.record(
        java.util.List.of(
            new LedgerEntry("e1", LedgerOutcome.WITHDRAWN, null, null, null, "", NIGHT)));

    assertThat(withdraw()).isEqualTo(1);
    assertThat(house.rows.all()).isEmpty();
  }

  private int withdraw() {
    return new Withdrawals(house.memory, house.ledger, trainingData).apply(NIGHT.plus(DAY));
  }
}

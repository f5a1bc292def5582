package dev.nightshift.harvest;

import static dev.nightshift.harvest.House.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.corpus.SideList;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of questions that the council could not deal with this time. */
class UndecidedQuestionsTests {
  private static final String GOOD =
      "REASONING: it is law\nANSWER: It needs two keys, because the harbour law says so.";

  @TempDir Path trainingData;
  private House house;

  @BeforeEach
  void build() {
    house = new House(trainingData);
  }

  @Test
  void questionsOverTheLimitOfDeliberationsStayPending() {
    house.settings = House.settings(1.0, 1);
    house.memory.failure("e1", "How is the gate opened?", NOON);
    house.memory.failure("e2", "How is the harbour closed?", NOON.plusSeconds(1));
    house.seats = prompt -> GOOD;

    HarvestReport report = house.harvest();

    assertThat(report.kept()).isEqualTo(1);
    assertThat(report.deferred()).isEqualTo(1);
    assertThat(house.backlog.pendingFailures()).isEqualTo(1);
  }

  @Test
  void whatWasLeftForLaterIsTakenByTheNextNightWhateverItsWindow() {
    house.settings = House.settings(1.0, 0);
    house.memory.failure("e1", "How is the gate opened?", NOON);
    house.seats = prompt -> GOOD;
    assertThat(house.harvest().deferred()).isEqualTo(1);
    house.settings = House.settings(1.0, 200);

    assertThat(house.harvestNextDay().kept()).isEqualTo(1);
    assertThat(house.backlog.pendingFailures()).isZero();
  }

  @Test
  void aCouncilThatIsAwayAbstainsAndIsAskedAgainTheNextNight() {
    house.memory.failure("e1", "How is the gate opened?", NOON);
    house.seats =
        prompt -> {
          throw new IllegalStateException("no server answers there");
        };

    HarvestReport report = house.harvest();

    assertThat(report.abstained()).isEqualTo(1);
    assertThat(report.leftToPerson().getFirst().reason())
        .isEqualTo("no seat replied: no server answers there");
    assertThat(report.seats())
        .containsExactly(new SeatCounts("seat", "scripted", 2, 0, 2, "no server answers there"));
    assertThat(house.backlog.abstained()).hasSize(1);
    assertThat(house.backlog.pendingFailures()).isEqualTo(1);

    house.seats = prompt -> GOOD;
    assertThat(house.harvestNextDay().kept()).isEqualTo(1);
    assertThat(house.backlog.abstained()).isEmpty();
  }

  @Test
  void whatTheSeatsSaidIsCountedAndListedForThePerson() {
    house.memory.failure("e1", "Who is the harbour master?", NOON);
    String[] replies = {"I think it is ada@nordwind.example", "ANSWER: call +47 22 33 44 55"};
    int[] asked = {0};
    house.seats = prompt -> replies[asked[0]++];

    HarvestReport report = house.harvest();

    assertThat(report.seats()).containsExactly(new SeatCounts("seat", "scripted", 2, 1, 0, ""));
    assertThat(SideList.abstained(trainingData).entries().getFirst().proposals())
        .containsExactly(
            "seat, not in the form: I think it is [REDACTED:email]", "seat: call [REDACTED:phone]");
  }
}

package dev.nightshift.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.home.ProcessIdentity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may coordinate while another one's lease has not run out. */
class CoordinatorLeaseTests {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final FleetRig rig = new FleetRig("a");

  @AfterEach
  void close() {
    rig.close();
  }

  private @Nullable String coordinates(String owner) {
    return rig.ledger.coordinating(owner, LEASE, () -> owner);
  }

  @Test
  void thatOfAProcessOfThisMachineThatIsGoneIsTakenAtOnce() {
    String gone = ProcessIdentity.ofThisProcess().replaceFirst("/\\d+/\\d+/", "/999999999/1/");
    String next = ProcessIdentity.ofThisProcess();

    assertThat(coordinates(gone)).isEqualTo(gone);
    assertThat(coordinates(next)).isEqualTo(next);
    assertThat(coordinates("elsewhere/1/1/x")).as("it is taken as a whole").isNull();
  }

  @Test
  void thatOfALivingOneHoldsUntilItsEnd() {
    String living = ProcessIdentity.ofThisProcess();
    String other = ProcessIdentity.ofThisProcess();

    assertThat(coordinates(living)).isEqualTo(living);
    assertThat(coordinates(other)).isNull();
    rig.now = rig.now.plus(LEASE).plusMillis(1);
    assertThat(coordinates(other)).isEqualTo(other);
  }

  @Test
  void thatOfAnotherMachinesProcessHoldsUntilItsEnd() {
    String elsewhere = "another-machine/999999999/1/x";
    String here = ProcessIdentity.ofThisProcess();

    assertThat(coordinates(elsewhere)).isEqualTo(elsewhere);
    assertThat(coordinates(here)).isNull();
    rig.now = rig.now.plus(LEASE).plusMillis(1);
    assertThat(coordinates(here)).isEqualTo(here);
  }
}

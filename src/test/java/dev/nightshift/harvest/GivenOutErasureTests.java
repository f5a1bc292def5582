package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenOutErasureTests {
  @TempDir Path trainingData;

  @Test
  void whatWasGivenOutGoesBeforeAnythingElseDoes() {
    AtomicInteger taken = new AtomicInteger();
    HarvestErasure erasure =
        new HarvestErasure(
            new HarvestLedger(new LedgerDatabase()),
            trainingData,
            () -> taken.incrementAndGet() > 0);

    assertThat(erasure.<Integer>alone(taken::get)).isEqualTo(1);
  }

  @Test
  void nothingIsErasedWhileAnotherNodeWaitsForWhatItHasGivenOut() {
    HarvestErasure erasure =
        new HarvestErasure(new HarvestLedger(new LedgerDatabase()), trainingData, () -> false);

    assertThatThrownBy(
            () ->
                erasure.alone(
                    () -> {
                      throw new AssertionError("it was erased");
                    }))
        .isInstanceOfSatisfying(
            HarvestException.class, e -> assertThat(e.code()).isEqualTo(HarvestException.Code.BUSY))
        .hasMessageContaining("another node is harvesting");
  }
}

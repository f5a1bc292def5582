package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.OperationException.Code;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.nightly.NightlyException;
import dev.nightshift.rollout.RolloutException;
import dev.nightshift.training.TrainingException;
import dev.nightshift.tuning.TuningException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTests {
  private static Code told(RuntimeException e) {
    return Failures.told(e).code();
  }

  @Test
  void whatAnotherHoldsIsBusy() {
    assertThat(told(new HomeException(HomeException.Code.LOCKED, "held"))).isEqualTo(Code.BUSY);
    assertThat(told(new RolloutException(RolloutException.Code.LOCKED, "held")))
        .isEqualTo(Code.BUSY);
    assertThat(told(new NightlyException(NightlyException.Code.ALREADY_RUNNING, "held")))
        .isEqualTo(Code.BUSY);
  }

  @Test
  void whatBrokeIsAFailure() {
    assertThat(told(new HomeException(HomeException.Code.IO, "disk"))).isEqualTo(Code.FAILED);
    assertThat(told(new RolloutException(RolloutException.Code.STORAGE, "disk")))
        .isEqualTo(Code.FAILED);
    assertThat(told(new NightlyException(NightlyException.Code.DISK, "full")))
        .isEqualTo(Code.FAILED);
    assertThat(told(new IllegalStateException("a bug"))).isEqualTo(Code.FAILED);
  }

  @Test
  void anAdapterThatCannotBeContinuedIsWrongUse() {
    assertThat(told(new TrainingException(TrainingException.Code.ADAPTER, "of another base")))
        .isEqualTo(Code.REQUEST);
    assertThat(told(new TuningException(TuningException.Code.ADAPTER, "of another base")))
        .isEqualTo(Code.REQUEST);
    assertThat(told(new TrainingException(TrainingException.Code.MEMORY, "too little")))
        .isEqualTo(Code.FAILED);
  }

  @Test
  void aLockNamesItsHolder(@TempDir Path folder) {
    Path file = folder.resolve("a.lock");
    try (ProcessLock held = ProcessLock.acquire(file, "deploy")) {
      assertThat(held).isNotNull();
      try (ProcessLock second = ProcessLock.acquire(file, "drill")) {
        assertThat(second).as("taken twice").isNull();
      } catch (HomeException e) {
        assertThat(Failures.told(e).getMessage())
            .contains("process " + ProcessHandle.current().pid(), "deploy", "since 20");
      }
    }
  }
}

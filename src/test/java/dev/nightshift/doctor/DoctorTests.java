package dev.nightshift.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.doctor.Verdict.Status;
import dev.nightshift.nightly.NightSchedule;
import dev.nightshift.vram.VramUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTests {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final NightSchedule BERLIN =
      new NightSchedule(LocalTime.of(2, 0), ZoneId.of("Europe/Berlin"));

  @TempDir Path directory;

  private static CheckResult result(Check check) {
    return new Doctor(Duration.ofSeconds(30)).examine(List.of(check)).getFirst();
  }

  @Test
  void a_check_that_throws_or_hangs_has_failed_and_the_next_one_is_done() {
    CountDownLatch never = new CountDownLatch(1);
    Check throwing =
        new Check(
            "throwing",
            "why",
            () -> {
              throw new IOException("no such disk");
            });
    Check hanging =
        new Check(
            "hanging",
            "why",
            () -> {
              never.await();
              return Verdict.ok("never");
            });
    Check dying =
        new Check(
            "dying",
            "why",
            () -> {
              throw new NoClassDefFoundError("gone");
            });
    Check fine = new Check("fine", "why", () -> Verdict.ok("all well"));

    List<CheckResult> results =
        new Doctor(Duration.ofMillis(300)).examine(List.of(throwing, hanging, dying, fine));

    assertThat(results)
        .extracting(CheckResult::status)
        .containsExactly(Status.FAIL, Status.FAIL, Status.FAIL, Status.OK);
    assertThat(results.get(0).seen()).contains("no such disk");
    assertThat(results.get(1).seen()).contains("no answer");
    assertThat(results)
        .filteredOn(r -> r.status() == Status.FAIL)
        .noneMatch(r -> r.fix().isBlank());
  }

  @Test
  void the_clock_tells_the_day_on_which_the_time_of_the_night_does_not_exist() {
    assertThat(ClockCheck.skipped(NOW, BERLIN)).contains(LocalDate.of(2027, 3, 28));
    assertThat(ClockCheck.skipped(NOW, new NightSchedule(LocalTime.of(2, 0), ZoneOffset.UTC)))
        .isEmpty();

    CheckResult result = result(clock(NOW));

    assertThat(result.seen())
        .contains("Europe/Berlin", "2026-11-23T02:00", "2027-03-28 there is no 02:00", "03:00");
  }

  @Test
  void a_clock_behind_its_own_files_or_before_the_program_is_wrong() throws IOException {
    Path file = Files.createDirectories(directory.resolve("state")).resolve("file");
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(NOW.plus(Duration.ofDays(2))));

    assertThat(result(clock(NOW)).status()).isEqualTo(Status.FAIL);
    assertThat(result(clock(NOW)).seen()).contains("was written later");
    assertThat(result(clock(NOW.plus(Duration.ofDays(3)))).status()).isNotEqualTo(Status.FAIL);
    assertThat(result(clock(Instant.EPOCH)).status()).isEqualTo(Status.FAIL);
  }

  private Check clock(Instant now) {
    return ClockCheck.of(directory, Clock.fixed(now, ZoneOffset.UTC), BERLIN, "Europe/Berlin");
  }

  @Test
  void two_who_begin_nights_are_told_and_none_too() throws IOException {
    assertThat(ScheduleCheck.verdict(true, List.of()).status()).isEqualTo(Status.OK);
    assertThat(ScheduleCheck.verdict(true, List.of("/etc/crontab")).status())
        .isEqualTo(Status.WARN);
    assertThat(ScheduleCheck.verdict(false, List.of("/etc/crontab")).status()).isEqualTo(Status.OK);
    assertThat(ScheduleCheck.verdict(false, List.of()).status()).isEqualTo(Status.WARN);

    Path cron = Files.createDirectories(directory.resolve("etc/cron.d"));
    Files.writeString(cron.resolve("off"), "# 0 2 * * * /opt/cron/nightly_improvement.sh\n");
    assertThat(result(ScheduleCheck.of(true, directory)).seen()).doesNotContain("cron.d");
    Files.writeString(cron.resolve("on"), "0 2 * * * /opt/cron/nightly_improvement.sh\n");
    assertThat(result(ScheduleCheck.of(true, directory)).seen()).contains("cron.d/on");
    Files.delete(cron.resolve("on"));
    Path timers = Files.createDirectories(directory.resolve("etc/systemd/system"));
    Files.writeString(timers.resolve("nightshift-nightly.timer"), "[Timer]\n");
    assertThat(result(ScheduleCheck.of(true, directory)).status()).isEqualTo(Status.OK);
    Path wants = Files.createDirectory(timers.resolve("timers.target.wants"));
    Files.createSymbolicLink(
        wants.resolve("nightshift-nightly.timer"), timers.resolve("nightshift-nightly.timer"));
    assertThat(result(ScheduleCheck.of(true, directory)).seen()).contains(".timer");
  }

  @Test
  void a_port_that_is_taken_is_told_unless_it_is_our_own_server() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(result(MachineChecks.port("127.0.0.1", port, Optional.empty())).status())
          .isEqualTo(Status.FAIL);
      assertThat(result(MachineChecks.port("127.0.0.1", port, Optional.of("http://x"))).status())
          .isEqualTo(Status.OK);
    }
  }

  @Test
  void memory_and_disk_are_compared_with_what_is_needed() {
    assertThat(result(MachineChecks.memory(Optional.of(1L << 50))).status()).isEqualTo(Status.FAIL);
    assertThat(result(MachineChecks.memory(Optional.empty())).status()).isEqualTo(Status.OK);
    assertThat(result(MachineChecks.disk(directory.resolve("not/yet"), 1e9)).status())
        .isEqualTo(Status.FAIL);
    assertThat(result(MachineChecks.disk(directory, 0)).status()).isEqualTo(Status.OK);
  }

  @Test
  void a_gpu_that_is_not_there_is_no_fault() {
    assertThat(result(MachineChecks.gpu(() -> new VramUse(100, 1000))).seen()).contains("100 of");
    assertThat(
            result(
                    MachineChecks.gpu(
                        new dev.nightshift.vram.NvidiaSmi(
                            "/nowhere/nvidia-smi", 0, Duration.ofSeconds(1))))
                .status())
        .isEqualTo(Status.SKIPPED);
  }

  @Test
  void java_is_told_what_it_was_started_without() {
    assertThat(result(MachineChecks.java(Map.of())).fix()).contains("./pipeline");
    assertThat(result(MachineChecks.java(Map.of())).seen()).contains("OMP_WAIT_POLICY");
  }
}

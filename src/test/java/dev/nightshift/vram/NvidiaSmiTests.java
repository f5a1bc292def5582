package dev.nightshift.vram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.vram.VramException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTests {
  @TempDir Path folder;

  /** A program in the place of the driver's. */
  private NvidiaSmi program(String script) throws IOException {
    Path file = folder.resolve("smi");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new NvidiaSmi(file.toString(), 1, Duration.ofSeconds(20));
  }

  @Test
  void the_two_numbers_are_read_and_the_gpu_is_named() throws IOException {
    NvidiaSmi smi = program("[ \"$1\" = --id=1 ] && echo '10835, 24564'");

    assertThat(smi.read()).isEqualTo(new VramUse(10_835, 24_564));
  }

  @Test
  void without_the_program_there_is_no_gpu() {
    NvidiaSmi absent = new NvidiaSmi(folder.resolve("no").toString(), 0, Duration.ofSeconds(1));

    assertThatExceptionOfType(VramException.class)
        .isThrownBy(absent::read)
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NO_GPU));
  }

  @Test
  void a_driver_without_a_device_is_no_gpu_either() throws IOException {
    assertThatExceptionOfType(VramException.class)
        .isThrownBy(program("echo 'No devices were found'; exit 6")::read)
        .withMessageContaining("No devices were found")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NO_GPU));
  }

  @Test
  void what_is_not_two_numbers_is_unreadable_and_quoted() throws IOException {
    for (String script :
        new String[] {"echo '[N/A], 24564'", "echo 5", "echo broken; exit 15", "echo '-1, 5'"}) {
      NvidiaSmi smi = program(script);
      assertThatExceptionOfType(VramException.class)
          .as(script)
          .isThrownBy(smi::read)
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNREADABLE));
    }
    assertThatExceptionOfType(VramException.class)
        .isThrownBy(program("echo 'GPU is lost'; exit 15")::read)
        .withMessageContaining("exit code 15: GPU is lost");
  }

  @Test
  void a_program_that_hangs_is_ended() throws IOException {
    NvidiaSmi smi = program("exec sleep 60");
    NvidiaSmi impatient = new NvidiaSmi(smi.program(), 0, Duration.ofMillis(50));

    assertThatExceptionOfType(VramException.class)
        .isThrownBy(impatient::read)
        .withMessageContaining("said nothing");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}

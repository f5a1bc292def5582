package dev.nightshift.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is free on a machine of 16 GiB with 12 GiB available, in and outside of containers. */
class MachineMemoryTests {
  private static final long MIB = 1 << 20;
  private static final long AVAILABLE = 12L << 30;

  @TempDir Path system;

  @BeforeEach
  void machine() throws IOException {
    file(
        "proc/meminfo",
        "MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:   12582912 kB\n");
  }

  @Test
  void without_control_groups_the_machine_decides() {
    assertThat(MachineMemory.free(system)).isEqualTo(AVAILABLE);
  }

  @Test
  void a_container_has_what_its_limit_leaves_and_its_file_cache() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    group("sys/fs/cgroup", 4096 * MIB, 3000 * MIB, 500 * MIB);

    assertThat(MachineMemory.free(system)).isEqualTo(1596 * MIB);
  }

  @Test
  void a_limit_above_what_the_machine_has_free_does_not_count() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    group("sys/fs/cgroup", 15_000 * MIB, 100 * MIB, 0);

    assertThat(MachineMemory.free(system)).isEqualTo(AVAILABLE);
  }

  @Test
  void no_limit_is_none() throws IOException {
    file("proc/self/cgroup", "0::/user.slice/a.scope\n");
    file("sys/fs/cgroup/user.slice/a.scope/memory.max", "max\n");
    file("sys/fs/cgroup/user.slice/a.scope/memory.current", "1\n");

    assertThat(MachineMemory.free(system)).isEqualTo(AVAILABLE);
  }

  @Test
  void the_narrowest_group_above_decides() throws IOException {
    file("proc/self/cgroup", "0::/night.slice/shift.service\n");
    group("sys/fs/cgroup/night.slice/shift.service", 8192 * MIB, 100 * MIB, 0);
    group("sys/fs/cgroup/night.slice", 2048 * MIB, 1024 * MIB, 0);

    assertThat(MachineMemory.free(system)).isEqualTo(1024 * MIB);
  }

  @Test
  void a_group_over_its_limit_has_nothing_left() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    group("sys/fs/cgroup", 100 * MIB, 101 * MIB, 0);

    assertThat(MachineMemory.free(system)).isZero();
  }

  @Test
  void the_first_version_of_control_groups_is_read_too_also_where_the_path_is_the_hosts()
      throws IOException {
    file(
        "proc/self/cgroup",
        "9:name=systemd:/\n4:hugetlb,memory:/docker/0a1b\n1:cpu:/\n0::/system.slice\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", 1024 * MIB + "\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", 1000 * MIB + "\n");
    file(
        "sys/fs/cgroup/memory/memory.stat",
        "inactive_file 1\ntotal_inactive_file " + 76 * MIB + "\n");

    assertThat(MachineMemory.free(system)).isEqualTo(100 * MIB);
  }

  @Test
  void the_first_versions_largest_number_is_no_limit() throws IOException {
    file("proc/self/cgroup", "4:memory:/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");

    assertThat(MachineMemory.free(system)).isEqualTo(AVAILABLE);
  }

  @Test
  void a_path_that_leads_out_of_the_groups_is_the_mounted_group() throws IOException {
    file("proc/self/cgroup", "0::/../../elsewhere\n");
    group("sys/fs/cgroup", 300 * MIB, 100 * MIB, 0);

    assertThat(MachineMemory.free(system)).isEqualTo(200 * MIB);
  }

  private void group(String path, long limit, long usage, long inactive) throws IOException {
    file(path + "/memory.max", limit + "\n");
    file(path + "/memory.current", usage + "\n");
    file(path + "/memory.stat", "anon 1\nactive_file 7\ninactive_file " + inactive + "\nslab 2\n");
  }

  private void file(String path, String text) throws IOException {
    Path file = system.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

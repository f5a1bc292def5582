package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the filter says about every call of the kernel's headers, run on a model of the kernel. */
class SystemCallFilterTests {
  private static final Path HEADERS = Path.of("src/test/resources/sandbox/kernel-system-calls.txt");
  private static final List<String> NEVER =
      List.of(
          ("socket socketpair connect bind listen accept accept4 sendto recvfrom sendmsg recvmsg"
                  + " ptrace process_vm_readv process_vm_writev process_madvise pidfd_open"
                  + " pidfd_getfd pidfd_send_signal kcmp mount umount2 move_mount open_tree fsopen"
                  + " fsmount fsconfig fspick mount_setattr pivot_root chroot unshare setns"
                  + " add_key request_key keyctl io_uring_setup io_uring_enter io_uring_register"
                  + " io_setup io_submit bpf userfaultfd memfd_create memfd_secret"
                  + " perf_event_open kexec_load kexec_file_load init_module finit_module"
                  + " delete_module open_by_handle_at name_to_handle_at fanotify_init"
                  + " fanotify_mark inotify_init1 shmget shmat msgget semget mq_open splice tee"
                  + " vmsplice sendfile copy_file_range swapon reboot sethostname setdomainname"
                  + " settimeofday clock_settime adjtimex acct quotactl syslog iopl ioperm"
                  + " modify_ldt personality seccomp setuid setgid setreuid setresuid capset"
                  + " execveat mknod mknodat chown fchown fchownat sync syncfs setxattr"
                  + " sched_setscheduler sched_setattr sched_setaffinity mlock mlock2 mlockall"
                  + " move_pages migrate_pages lookup_dcookie vhangup landlock_create_ruleset")
              .split(" ", -1));

  private record Header(Map<String, Integer> numbers) {
    static Header of(Architecture architecture) throws IOException {
      Map<String, Integer> numbers = new HashMap<>();
      for (String line : Files.readAllLines(HEADERS)) {
        String[] columns = line.split(" ", -1);
        if (!line.startsWith("#") && !columns[architecture.column()].equals("-")) {
          numbers.put(columns[0], Integer.valueOf(columns[architecture.column()]));
        }
      }
      return new Header(numbers);
    }

    int number(String name) {
      return Objects.requireNonNull(numbers.get(name), name);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void the_numbers_of_the_list_are_the_kernels(Architecture architecture) throws IOException {
    Header header = Header.of(architecture);

    for (String line : Resources.text("system-calls.txt").lines().toList()) {
      String[] columns = line.split(" ", -1);
      if (!line.startsWith("#")) {
        String number = columns[architecture.column()];
        assertThat(String.valueOf(header.numbers().getOrDefault(columns[0], -1)))
            .as(columns[0])
            .isEqualTo(number.equals("-") ? "-1" : number);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void a_call_is_allowed_if_and_only_if_it_is_on_the_list(Architecture architecture)
      throws IOException {
    FilterMachine filter = new FilterMachine(SystemCallFilter.bytes(architecture));
    List<Integer> allowed =
        SystemCalls.allowed(architecture).numbersWithout(List.of("clone", "ioctl", "prctl"));
    Header header = Header.of(architecture);

    header
        .numbers()
        .forEach(
            (name, number) -> {
              if (!List.of("clone", "clone3", "ioctl", "prctl").contains(name)) {
                assertThat(filter.judge(architecture.auditIdentifier(), number))
                    .as(name)
                    .isEqualTo(
                        allowed.contains(number)
                            ? SystemCallFilter.ALLOW
                            : SystemCallFilter.NOT_PERMITTED);
              }
            });
    for (String name : NEVER) {
      if (header.numbers().containsKey(name)) {
        assertThat(filter.judge(architecture.auditIdentifier(), header.number(name)))
            .as(name)
            .isEqualTo(SystemCallFilter.NOT_PERMITTED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void a_call_of_another_architecture_ends_the_process(Architecture architecture) {
    FilterMachine filter = new FilterMachine(SystemCallFilter.bytes(architecture));
    int i386 = 0x40000003;
    int other =
        switch (architecture) {
          case X86_64 -> Architecture.AARCH64.auditIdentifier();
          case AARCH64 -> Architecture.X86_64.auditIdentifier();
        };

    for (int number : new int[] {0, 1, 59, 63, 221, 1000, 0x40000000}) {
      assertThat(filter.judge(i386, number)).isEqualTo(SystemCallFilter.KILL);
      assertThat(filter.judge(other, number)).isEqualTo(SystemCallFilter.KILL);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void numbers_of_the_future_and_of_32_bit_pointers_do_not_exist(Architecture architecture) {
    FilterMachine filter = new FilterMachine(SystemCallFilter.bytes(architecture));

    for (int number : new int[] {451, 462, 511, 547, 0x40000000, 0x40000001, 0x4000003B, -1}) {
      assertThat(filter.judge(architecture.auditIdentifier(), number))
          .as(Integer.toHexString(number))
          .isEqualTo(SystemCallFilter.NO_SUCH_CALL);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void a_process_or_thread_can_be_made_but_no_namespace(Architecture architecture)
      throws IOException {
    FilterMachine filter = new FilterMachine(SystemCallFilter.bytes(architecture));
    int audit = architecture.auditIdentifier();
    int clone = Header.of(architecture).number("clone");
    long thread = 0x3D0F00; // what pthread_create asks for

    assertThat(filter.judge(audit, clone, 17)).isEqualTo(SystemCallFilter.ALLOW);
    assertThat(filter.judge(audit, clone, thread)).isEqualTo(SystemCallFilter.ALLOW);
    for (long namespace :
        new long[] {
          0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
        }) {
      assertThat(filter.judge(audit, clone, namespace | 17))
          .isEqualTo(SystemCallFilter.NOT_PERMITTED);
      assertThat(filter.judge(audit, clone, thread | namespace | 1L << 40))
          .isEqualTo(SystemCallFilter.NOT_PERMITTED);
    }
    assertThat(filter.judge(audit, 435)).isEqualTo(SystemCallFilter.NO_SUCH_CALL);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void devices_and_processes_are_asked_harmless_things_only(Architecture architecture)
      throws IOException {
    FilterMachine filter = new FilterMachine(SystemCallFilter.bytes(architecture));
    int audit = architecture.auditIdentifier();
    Header header = Header.of(architecture);
    int typeIntoTerminal = 0x5412;
    int dumpable = 4;

    assertThat(filter.judge(audit, header.number("ioctl"), 0, 0x5401))
        .isEqualTo(SystemCallFilter.ALLOW);
    assertThat(filter.judge(audit, header.number("ioctl"), 0, typeIntoTerminal))
        .isEqualTo(SystemCallFilter.NOT_PERMITTED);
    assertThat(filter.judge(audit, header.number("ioctl"), 0, typeIntoTerminal | 1L << 32))
        .isEqualTo(SystemCallFilter.NOT_PERMITTED);
    assertThat(filter.judge(audit, header.number("prctl"), 15)).isEqualTo(SystemCallFilter.ALLOW);
    assertThat(filter.judge(audit, header.number("prctl"), dumpable))
        .isEqualTo(SystemCallFilter.NOT_PERMITTED);
  }
}

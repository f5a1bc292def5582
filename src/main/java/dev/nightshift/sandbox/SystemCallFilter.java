package dev.nightshift.sandbox;

import java.util.List;

/**
 * The seccomp filter: what is on the list is allowed, everything else is not, whatever future
 * kernels add.
 *
 * <p>Not on the list, among others: every call of sockets, ptrace, process_vm_*, pidfd_*, mount and
 * its successors, pivot_root, chroot, unshare, setns, keyctl, io_uring_*, aio, bpf, userfaultfd,
 * memfd_*, perf_event_open, kexec_*, modules, open_by_handle_at, fanotify, inotify, System V and
 * POSIX queues and shared memory, splice and sendfile, swapon, reboot, clocks' setting, sync,
 * seccomp, landlock, personality. They answer EPERM; numbers that the headers of Linux 6.1 do not
 * have, ENOSYS; so does clone3, whose flags a filter cannot see, and the C library then takes
 * clone. A call of another architecture ends the process.
 */
final class SystemCallFilter {
  /** SECCOMP_RET_ALLOW. */
  static final int ALLOW = 0x7fff0000;

  /** SECCOMP_RET_KILL_PROCESS. */
  static final int KILL = 0x80000000;

  /** SECCOMP_RET_ERRNO with EPERM. */
  static final int NOT_PERMITTED = 0x00050000 | 1;

  /** SECCOMP_RET_ERRNO with ENOSYS. */
  static final int NO_SUCH_CALL = 0x00050000 | 38;

  // Where struct seccomp_data has the number, the architecture and the low halves of arguments.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENT_0 = 16;
  private static final int ARGUMENT_1 = 24;

  /** Numbers of x86_64's calls with 32 bit pointers have this bit. */
  private static final int X32 = 0x40000000;

  private static final int CLONE_3 = 435;
  private static final int LAST_KNOWN = 450;

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  private static final int NAMESPACES = 0x7E020000;

  /** TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: none that types into a terminal. */
  private static final List<Integer> DEVICE_REQUESTS =
      List.of(0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451);

  /** PR_SET_NAME, PR_GET_NAME. */
  private static final List<Integer> PROCESS_REQUESTS = List.of(15, 16);

  private static final List<String> WITH_ARGUMENTS = List.of("clone", "ioctl", "prctl");

  private SystemCallFilter() {}

  /** The filter as bubblewrap reads it. */
  static byte[] bytes(Architecture architecture) {
    SystemCalls calls = SystemCalls.allowed(architecture);
    FilterProgram filter = new FilterProgram();
    filter.load(ARCHITECTURE);
    filter.jump(FilterProgram.JUMP_EQUAL, architecture.auditIdentifier(), 1, 0).verdict(KILL);
    filter.load(NUMBER);
    if (architecture == Architecture.X86_64) {
      filter.jump(FilterProgram.JUMP_GREATER_OR_EQUAL, X32, 0, 1).verdict(NO_SUCH_CALL);
    }
    filter.jump(FilterProgram.JUMP_EQUAL, CLONE_3, 0, 1).verdict(NO_SUCH_CALL);
    only(filter, calls.number("clone"), noNamespaces());
    only(filter, calls.number("ioctl"), oneOf(ARGUMENT_1, DEVICE_REQUESTS));
    only(filter, calls.number("prctl"), oneOf(ARGUMENT_0, PROCESS_REQUESTS));
    ranges(filter, calls.numbersWithout(WITH_ARGUMENTS));
    filter.jump(FilterProgram.JUMP_GREATER, LAST_KNOWN, 0, 1).verdict(NO_SUCH_CALL);
    return filter.verdict(NOT_PERMITTED).bytes();
  }

  /** Has a piece that ends with a verdict judge one call. */
  private static void only(FilterProgram filter, int number, FilterProgram judge) {
    filter.jump(FilterProgram.JUMP_EQUAL, number, 0, judge.size()).append(judge);
  }

  private static FilterProgram noNamespaces() {
    return new FilterProgram()
        .load(ARGUMENT_0)
        .jump(FilterProgram.JUMP_SET, NAMESPACES, 0, 1)
        .verdict(NOT_PERMITTED)
        .verdict(ALLOW);
  }

  private static FilterProgram oneOf(int argument, List<Integer> values) {
    FilterProgram piece = new FilterProgram().load(argument);
    for (int value : values) {
      piece.jump(FilterProgram.JUMP_EQUAL, value, 0, 1).verdict(ALLOW);
    }
    return piece.verdict(NOT_PERMITTED);
  }

  private static void ranges(FilterProgram filter, List<Integer> numbers) {
    int from = 0;
    for (int i = 1; i <= numbers.size(); i++) {
      if (i == numbers.size() || numbers.get(i) != numbers.get(i - 1) + 1) {
        filter
            .jump(FilterProgram.JUMP_GREATER_OR_EQUAL, numbers.get(from), 0, 2)
            .jump(FilterProgram.JUMP_GREATER, numbers.get(i - 1), 1, 0)
            .verdict(ALLOW);
        from = i;
      }
    }
  }
}

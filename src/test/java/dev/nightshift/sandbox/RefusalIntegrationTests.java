package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Without the whole boundary nothing is run, and it is said what to do. */
class RefusalIntegrationTests {
  private static final Program PROGRAM =
      new Program("print('ran')", new Entry.Script(""), Validation.off());

  /** The boundary puts its own /tmp over the machine's, whose programs it can then not start. */
  static final class OutsideOfTmp implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
        throws IOException {
      return Files.createTempDirectory(Path.of("/var/tmp"), "sandbox-tests-");
    }
  }

  private static Launch with(SandboxSettings settings, Path bwrap, Path unshare) {
    Tools here = Tools.here();
    return new Launch(
        settings,
        new Tools(here.sh(), here.setpriv(), here.prlimit(), unshare, here.mount(), bwrap),
        List.of(),
        Launch.isRoot());
  }

  private static void assertRefused(Launch launch, String... words) {
    assertThatThrownBy(
            () -> {
              try (Sandbox sandbox = Sandbox.open(launch)) {
                sandbox.run(PROGRAM);
              }
            })
        .isInstanceOfSatisfying(
            SandboxException.class,
            e -> assertThat(e.code()).isEqualTo(SandboxException.Code.REFUSED))
        .hasMessageContainingAll(words);
    BoundaryReport report = Sandbox.check(launch);
    assertThat(report.holds()).isFalse();
    assertThat(report.problems().toString()).contains(words);
  }

  private static Path script(Path directory, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("tool"), "#!/bin/sh\n" + text);
    for (Path path : List.of(directory, file)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return file;
  }

  @Test
  void a_missing_bubblewrap_is_named_with_its_package() {
    assertRefused(
        with(TestSettings.full(1), Path.of("bwrap"), Tools.here().unshare()),
        "bwrap is missing",
        "apt-get install bubblewrap");
  }

  @Test
  void namespaces_that_are_not_permitted_are_named(
      @TempDir(factory = OutsideOfTmp.class) Path directory) throws IOException {
    Path denied =
        script(directory, "echo 'unshare: unshare failed: Operation not permitted' >&2; exit 1\n");

    assertRefused(
        with(TestSettings.full(1), Tools.here().bwrap(), denied),
        "namespaces are not permitted here: unshare: unshare failed",
        "docker run");
  }

  @Test
  void a_unit_of_systemd_that_forbids_host_names_is_named(
      @TempDir(factory = OutsideOfTmp.class) Path directory) throws IOException {
    Path denied =
        script(
            directory,
            "echo \"bwrap: Can't set hostname to sandbox: Operation not permitted\" >&2; exit 1\n");

    assertRefused(
        with(TestSettings.full(1), denied, Tools.here().unshare()),
        "a host name of its own is not permitted here",
        "take ProtectHostname= out of the unit");
  }

  @Test
  void what_is_said_after_the_output_has_ended_is_heard_too(
      @TempDir(factory = OutsideOfTmp.class) Path directory) throws IOException {
    Path late =
        script(
            directory,
            "exec >&-\nsleep 0.3\necho 'unshare: unshare failed: Operation not permitted' >&2; exit"
                + " 1\n");

    assertRefused(
        with(TestSettings.full(1), Tools.here().bwrap(), late), "unshare: unshare failed");
  }

  @Test
  void a_bubblewrap_that_builds_no_boundary_is_seen_through(
      @TempDir(factory = OutsideOfTmp.class) Path directory) throws IOException {
    Path pretender =
        script(directory, "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"\n");

    assertRefused(
        with(TestSettings.full(1), pretender, Tools.here().unshare()),
        "the boundary is not what it should be",
        "Seccomp is \"0\"",
        "it has no pid namespace of its own");
  }

  @Test
  void a_bubblewrap_that_leaves_out_the_filter_is_seen_through(
      @TempDir(factory = OutsideOfTmp.class) Path directory) throws IOException {
    Path forgetful =
        script(
            directory,
            """
            n=$#
            while [ $n -gt 0 ]; do
              if [ "$1" = --seccomp ]; then shift 2; n=$((n - 2)); continue; fi
              set -- "$@" "$1"; shift; n=$((n - 1))
            done
            exec %s "$@"
            """
                .formatted(Tools.here().bwrap()));

    assertRefused(
        with(TestSettings.full(1), forgetful, Tools.here().unshare()), "Seccomp is \"0\"");
  }

  @Test
  void a_start_that_hangs_can_be_interrupted_and_leaves_nothing(
      @TempDir(factory = OutsideOfTmp.class) Path directory)
      throws IOException, InterruptedException {
    Leaks before = Leaks.seen();
    Path hanging = script(directory, "while :; do sleep 0.1; done\n");
    AtomicReference<Object> thrown = new AtomicReference<>("nothing");
    try (Sandbox sandbox =
        Sandbox.open(with(TestSettings.full(0), hanging, Tools.here().unshare()))) {
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      sandbox.run(PROGRAM);
                    } catch (SandboxException e) {
                      thrown.set(e.code());
                    }
                  });
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Leaks.seen().processes() > before.processes());
      thread.interrupt();
      thread.join();
    }

    assertThat(thrown.get()).isEqualTo(SandboxException.Code.STOPPED);
    assertThat(Leaks.seen().processes()).isEqualTo(before.processes());
  }

  @Test
  void a_missing_interpreter_is_named() {
    SandboxSettings settings =
        new SandboxSettings(
            Boundary.FULL, "/opt/none/python3", 65500, 0, 1, Limits.defaults(), List.of());

    assertRefused(Launch.asMyself(settings), "/opt/none/python3", "nightshift.sandbox.python");
  }
}

package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell launcher and the jar's first class, with a Java that only says what it was given. */
class LauncherTests {
  private static final Path FIRST_CLASS = Path.of("target/javacheck");

  @TempDir Path root;

  @BeforeEach
  void lay() throws IOException {
    Files.copy(Path.of("pipeline"), root.resolve("pipeline"));
    Files.createDirectories(root.resolve("target"));
    Files.writeString(root.resolve("target/pipeline.jar"), "not really");
    Files.createDirectories(root.resolve("elsewhere"));
  }

  @Test
  void argumentsAndTheWorkingDirectoryReachTheProgramAsTheyAre() throws Exception {
    Path java = java("jdk", "25.0.1");
    Ran ran = launch(Map.of("JAVA_HOME", java.toString()), "ask", "two  words", "*", "");
    assertThat(ran.status()).isZero();
    assertThat(ran.output())
        .contains("[ask][two  words][*][]")
        .contains("PASSIVE")
        .contains("in " + root.resolve("elsewhere").toRealPath())
        .contains("[-jar][" + root.toRealPath().resolve("target/pipeline.jar") + "]");
  }

  @Test
  void anOldJavaHomeIsPassedOverForANewJavaOnThePath() throws Exception {
    Path old = java("old", "17.0.15");
    Path fresh = java("fresh", "26");
    Ran ran =
        launch(
            Map.of("JAVA_HOME", old.toString(), "PATH", fresh + "/bin:" + System.getenv("PATH")),
            "status");
    assertThat(ran.output()).contains("java 26").contains("[status]");
  }

  @Test
  void anExitStatusIsPassedOn() throws Exception {
    Path java = java("jdk", "25");
    assertThat(launch(Map.of("JAVA_HOME", java.toString()), "fail").status()).isEqualTo(7);
  }

  @Test
  void theJarSaysOnAnOldJavaWhichOneItNeeds() throws Exception {
    assertThat(FIRST_CLASS.resolve("JavaCheck.class")).exists();
    Optional<Path> old = oldJava();
    if (old.isEmpty()) {
      System.err.println("SKIPPED: no Java older than 25 here to show the jar's message on");
      return;
    }
    Ran ran =
        run(
            new ProcessBuilder(
                old.get().resolve("bin/java").toString(),
                "-cp",
                FIRST_CLASS.toString(),
                "JavaCheck"));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.output().lines()).hasSize(1);
    assertThat(ran.output()).contains("needs Java 25 or newer");
  }

  private static Optional<Path> oldJava() throws IOException {
    Path folder = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      return homes.filter(LauncherTests::isOld).findFirst();
    }
  }

  private static boolean isOld(Path home) {
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.readString(home.resolve("release"))
              .matches("(?s).*JAVA_VERSION=\"(1\\.8|11|17|21)[.\"].*");
    } catch (IOException e) {
      return false;
    }
  }

  /** A Java home of that version, whose java prints what it was given. */
  private Path java(String name, String version) throws IOException {
    Path home = root.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = home.resolve("bin/java");
    Files.writeString(
        java,
        "#!/bin/sh\n"
            + "case \"$*\" in *jarmode*) exit 1 ;; *fail) exit 7 ;; esac\n"
            + "echo java "
            + version
            + " $OMP_WAIT_POLICY in $(pwd -P)\n"
            + "printf '[%s]' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private Ran launch(Map<String, String> environment, String... args) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(root.resolve("pipeline").toString());
    builder.command().addAll(List.of(args));
    builder.directory(root.resolve("elsewhere").toFile());
    builder.environment().putAll(environment);
    builder.environment().remove("OMP_WAIT_POLICY");
    return run(builder);
  }

  private static Ran run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private record Ran(int status, String output) {}
}

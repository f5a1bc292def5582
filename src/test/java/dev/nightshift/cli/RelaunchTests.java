package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaunchTests {
  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void pack() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, RelaunchProbe.class.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        Path.of("target/classes").toUri() + " " + Path.of("target/test-classes").toUri());
    jar = folder.resolve("probe.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
  }

  private Process start(List<String> options, String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java");
    builder.command().addAll(options);
    builder.command().addAll(List.of("-jar", jar.toString()));
    builder.command().addAll(List.of(args));
    builder.environment().remove("OMP_WAIT_POLICY");
    return builder.start();
  }

  @Test
  void a_plain_start_gets_what_the_engine_wants_and_keeps_the_rest() throws Exception {
    Process process = start(List.of("-Dkept=yes"), "ask", "two  words");
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine())
          .endsWith("vectors true kept yes PASSIVE [ask, two  words]")
          .doesNotStartWith("pid " + process.pid() + " ");
    }
    assertThat(process.waitFor()).isEqualTo(7);
  }

  @Test
  void a_start_that_has_it_is_not_repeated() throws Exception {
    Process process = start(List.of("--add-modules", "jdk.incubator.vector"), "ask");
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).startsWith("pid " + process.pid() + " vectors true");
    }
    assertThat(process.waitFor()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoever_ends_the_first_ends_the_second(boolean killed) throws Exception {
    Process process = start(List.of(), "stay");
    try (BufferedReader output = process.inputReader()) {
      long second = new Scanner(output.readLine()).skip("pid ").nextLong();
      ProcessHandle child = ProcessHandle.of(second).orElseThrow();
      if (killed) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
      assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }
}

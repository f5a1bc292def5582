package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTests {
  private static final String TRAINER = "dev.nightshift.training.TrainerMain";

  @TempDir Path directory;

  private String jar(Map<String, String> attributes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    Path jar = directory.resolve("some.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.flush();
    }
    return jar.toString();
  }

  @Test
  void ourOwnJarIsToldToTrain() throws IOException {
    String jar =
        jar(Map.of("Main-Class", "JavaCheck", "Start-Class", "dev.nightshift.Application"));

    assertThat(Launch.program(jar)).containsExactly("-jar", jar, "trainer");
  }

  @Test
  void theJarOfAnApplicationIsNotStartedAgainButOnlyItsTrainer() throws IOException {
    String jar =
        jar(
            Map.of(
                "Main-Class",
                "org.springframework.boot.loader.launch.JarLauncher",
                "Start-Class",
                "org.example.Shop"));

    assertThat(Launch.program(jar))
        .containsExactly(
            "-cp",
            jar,
            "-Dloader.main=" + TRAINER,
            "org.springframework.boot.loader.launch.PropertiesLauncher");
  }

  @Test
  void anyOtherJarAndAnyListOfThemIsAClassPath() throws IOException {
    String jar = jar(Map.of("Main-Class", "org.example.Shop"));

    assertThat(Launch.program(jar)).containsExactly("-cp", jar, TRAINER);
    assertThat(Launch.program("classes:" + jar)).containsExactly("-cp", "classes:" + jar, TRAINER);
  }
}

package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.KeyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis makes requests of our own OpenAPI document, sensible and senseless ones, against
 * every operation. Needs Python 3 and installs the tool once under {@code target}.
 */
class FuzzedApiIntegrationTests {
  private static final String TOOL = "schemathesis==4.32.5";
  private static final Path ENVIRONMENT = Path.of("target", "venv-schemathesis");

  @Test
  void no_request_makes_the_server_fail(@TempDir Path state) throws Exception {
    String key =
        new KeyStore(state, InstantSource.system())
            .create("fuzzer", AccessScope.all(), null, null)
            .secret();
    try (GatewayFixture gateway =
        new GatewayFixture(state, GatewayFixture.anyPort(), (c, b, lines) -> lines.accept("{}"))) {
      String said =
          run(
              tool(),
              "run",
              gateway.server.url() + "/v3/api-docs",
              "--header",
              "Authorization: Bearer " + key,
              "--checks",
              "not_a_server_error,content_type_conformance,ignored_auth",
              "--phases",
              "examples,coverage,fuzzing",
              "--max-examples",
              "50",
              "--seed",
              "1",
              "--continue-on-failure",
              "--suppress-health-check",
              "all",
              "--no-color");

      assertThat(said).doesNotContain("FAILURES");
      assertThat(said).as("it did ask").containsPattern("[0-9]{3,} generated");
      assertThat(said).as("most operations").containsPattern("[2-9][0-9] selected");
    }
  }

  private static String tool() throws IOException, InterruptedException {
    Path tool = ENVIRONMENT.resolve("bin").resolve("schemathesis");
    Path installed = ENVIRONMENT.resolve("installed");
    if (!Files.exists(installed) || !Files.readString(installed).equals(TOOL)) {
      run("python3", "-m", "venv", ENVIRONMENT.toString());
      run(ENVIRONMENT.resolve("bin").resolve("pip").toString(), "install", "--quiet", TOOL);
      Files.writeString(installed, TOOL);
    }
    return tool.toString();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}

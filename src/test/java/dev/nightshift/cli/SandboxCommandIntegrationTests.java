package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.OperationsProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code pipeline sandbox}, with the boundary of this machine. */
class SandboxCommandIntegrationTests {
  @TempDir Path home;

  private CliRun sandbox(Map<String, String> environment, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "sandbox";
    System.arraycopy(args, 0, all, 1, args.length);
    return CliRun.of(home, environment, new FakeOperations(), all);
  }

  private String program(String source) throws IOException {
    return Files.writeString(home.resolve("program.txt"), source).toString();
  }

  @Test
  void check_says_that_the_boundary_holds() {
    CliRun run = sandbox(Map.of(), "check");

    assertThat(run.out()).contains("closed system call socket", "the boundary holds");
    assertThat(run.status()).isZero();
  }

  @Test
  void check_says_what_is_missing() {
    Map<String, String> environment = Map.of("NIGHTSHIFT_SANDBOX_PYTHON", "/opt/none/python3");
    CliRun words = sandbox(environment, "check");
    CliRun json = sandbox(environment, "check", "--json");

    assertThat(words.status()).isEqualTo(1);
    assertThat(words.out())
        .contains("there is no Python interpreter /opt/none/python3", "does not hold");
    JsonNode report = OperationsProtocol.json().readTree(json.out());
    assertThat(report.path("holds").asBoolean(true)).isFalse();
    assertThat(report.path("problems").get(0).path("what").asString()).contains("/opt/none");
  }

  @Test
  void a_program_is_run_with_its_input() throws IOException {
    Path input = Files.writeString(home.resolve("input.txt"), "3\n4\n");
    CliRun run =
        sandbox(
            Map.of(),
            "run",
            program("import sys\nprint(sum(map(int, sys.stdin)))"),
            "--input",
            input.toString());

    assertThat(run.out()).startsWith("7\n").contains("completed, exit status 0");
    assertThat(run.status()).isZero();
  }

  @Test
  void a_function_is_called_and_scripts_read_what_it_returned() throws IOException {
    String file = program("def half(n):\n    return n / 2\n");
    CliRun run =
        sandbox(
            Map.of(), "run", "--json", file, "--call", "half", "--with", "[7]", "--with", "[[]]");

    assertThat(run.status()).isEqualTo(1);
    JsonNode reply = OperationsProtocol.json().readTree(run.out());
    assertThat(reply.propertyNames())
        .containsExactly(
            "ending",
            "boundary",
            "exit_code",
            "output",
            "errors",
            "findings",
            "results",
            "failure",
            "wall_ms",
            "cpu_ms",
            "peak_bytes");
    assertThat(reply.path("boundary").asString()).isEqualTo("FULL");
    JsonNode results = reply.path("results");
    assertThat(results.get(0).path("value").path("json").asString()).isEqualTo("3.5");
    assertThat(results.get(1).path("failure").path("type").asString()).isEqualTo("TypeError");
    assertThat(results.get(1).path("failure").path("line").asInt()).isEqualTo(2);
  }

  @Test
  void what_does_not_belong_is_shown_with_its_line() throws IOException {
    CliRun run = sandbox(Map.of(), "run", program("x = 1\nimport subprocess\n"));

    assertThat(run.out())
        .contains("line 2: the module subprocess may not be imported: import subprocess");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void without_the_boundary_nothing_is_run_unless_that_is_named() throws IOException {
    Map<String, String> broken = Map.of("NIGHTSHIFT_SANDBOX_PYTHON", "/opt/none/python3");
    CliRun refused = sandbox(broken, "run", program("print('ran')"));
    CliRun unsafe = sandbox(Map.of(), "run", "--unsafe-sandbox", program("print('ran')"));

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).doesNotContain("ran");
    assertThat(refused.err()).contains("nightshift.sandbox.python");
    assertThat(unsafe.status()).isZero();
    assertThat(unsafe.out()).startsWith("ran\n").contains("WITHOUT the boundary");
  }

  @Test
  void what_makes_no_sense_is_wrong_use() throws IOException {
    assertThat(sandbox(Map.of()).status()).isEqualTo(2);
    assertThat(sandbox(Map.of(), "run", "/nowhere.py").status()).isEqualTo(2);
    CliRun noJson =
        sandbox(Map.of(), "run", program("def f(): pass"), "--call", "f", "--with", "{");
    assertThat(noJson.status()).isEqualTo(2);
    assertThat(noJson.err()).contains("a row of arguments is no JSON: {");
  }
}

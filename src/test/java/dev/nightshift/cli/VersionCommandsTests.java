package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VersionCommandsTests {
  @TempDir Path home;
  private final FakeOperations operations = new FakeOperations();

  private CliRun run(String... args) {
    return CliRun.of(home, operations, args);
  }

  private static String names(JsonNode node) {
    return String.join(" ", node.propertyNames());
  }

  @Test
  void history_lists_runs_and_what_was_decided() {
    CliRun run = run("code", "history");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("20261122-010203-double-0a1b2c3d  unsolved  1 attempts, best is 1")
        .contains("double:v1 adopted from 20261122-010203-double-0a1b2c3d:1: the first");
  }

  @Test
  void their_json_is_what_the_documentation_promises() {
    JsonNode json = JsonMapper.shared().readTree(run("code", "history", "--json").out());

    assertThat(names(json)).isEqualTo("state runs solutions programs diff");
    assertThat(names(json.get("runs").get(0)))
        .isEqualTo("run task began instructions solved best attempts");
    assertThat(names(json.get("runs").get(0).get("attempts").get(0)))
        .isEqualTo("name attempt round parent rows_passed rows tests length feedback at commit");
    assertThat(names(json.get("solutions").get(0)))
        .isEqualTo("name task version decision of length length_before reason at commit");
    JsonNode shown =
        JsonMapper.shared().readTree(run("code", "restore", "double:v1", "--json").out());
    assertThat(names(shown.get("programs").get(0))).isEqualTo("name task told source commit");
  }

  @Test
  void diff_shows_both_names_and_what_is_other() {
    CliRun run = run("code", "diff", "a:1", "double:v1");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("--- double:v1", "+++ double:v1", "-old", "+new");
    assertThat(run("code", "diff", "a:1").status()).isEqualTo(ExitCode.WRONG_USE.status());
  }

  @Test
  void restore_writes_the_program_whole_and_never_over_another_file() throws IOException {
    Path file = home.resolve("program.py");

    assertThat(run("code", "restore", "double:v1").out().strip())
        .isEqualTo(FakeVersions.PROGRAM.strip());
    CliRun written = run("code", "restore", "double:v1", "--to", file.toString());
    assertThat(written.status()).isZero();
    assertThat(written.out().strip())
        .as("the program is in the file and not printed as well")
        .isEqualTo("double:v1 is in " + file + " now");
    assertThat(file).hasContent(FakeVersions.PROGRAM);

    Files.writeString(file, "mine");
    CliRun refused = run("code", "restore", "double:v1", "--to", file.toString());
    assertThat(refused.status()).isEqualTo(ExitCode.WRONG_USE.status());
    assertThat(refused.err()).contains("exists", "--force");
    assertThat(file).hasContent("mine");

    assertThat(run("code", "restore", "double:v1", "--to", file.toString(), "--force").status())
        .isZero();
    assertThat(file).hasContent(FakeVersions.PROGRAM);
  }

  @Test
  void adopt_says_what_is_in_force_and_why() {
    assertThat(run("code", "adopt", "double", "v1", "--reason", "easier").out())
        .contains("double:v1 adopted")
        .contains("the first");
    assertThat(operations.requests.getLast().toString().toLowerCase(Locale.ROOT))
        .contains("double", "v1", "easier");
    assertThat(run("code", "adopt", "0a1b2c3d", "3").status()).isZero();
    assertThat(operations.requests.getLast().toString()).contains("of=0a1b2c3d, to=3");
    assertThat(run("code", "adopt", "0a1b2c3d:best").status()).isZero();
    assertThat(operations.requests.getLast().toString()).contains("of=0a1b2c3d:best, to=null");
  }

  @Test
  void the_json_of_a_restored_program_says_where_it_is() {
    Path file = home.resolve("there.py");

    JsonNode json =
        JsonMapper.shared()
            .readTree(run("code", "restore", "double:v1", "--to", file.toString(), "--json").out());

    assertThat(names(json)).isEqualTo("name task commit file");
    assertThat(json.get("file").stringValue()).isEqualTo(file.toString());
  }
}

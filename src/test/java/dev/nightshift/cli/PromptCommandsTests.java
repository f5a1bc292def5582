package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.PromptsRequest;
import dev.nightshift.assembly.PromptsRequest.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptCommandsTests {
  @TempDir Path directory;
  private final FakeOperations operations = new FakeOperations();

  @Test
  void each_command_asks_for_what_it_says() throws IOException {
    Path file = Files.writeString(directory.resolve("new.txt"), "Be careful.");
    Map<String, PromptsRequest> wanted =
        Map.of(
            "governance prompts",
            new PromptsRequest(Action.LIST, null, null, null, List.of(), false),
            "governance prompts c1",
            new PromptsRequest(Action.SHOW, "c1", null, null, List.of(), false),
            "governance improve",
            new PromptsRequest(Action.IMPROVE, null, null, null, List.of(), false),
            "governance try c1",
            new PromptsRequest(Action.TRY, "c1", null, null, List.of(), false),
            "governance propose " + file,
            new PromptsRequest(Action.PROPOSE, null, "Be careful.", null, List.of(), false),
            "governance adopt c1 --force",
            new PromptsRequest(Action.ADOPT, "c1", null, null, List.of(), true),
            "governance reject c1 --reason no",
            new PromptsRequest(Action.REJECT, "c1", null, "no", List.of(), false),
            "governance rollback v1",
            new PromptsRequest(Action.ROLLBACK, "v1", null, null, List.of(), false));

    wanted.forEach(
        (command, request) -> {
          run(command.split(" "));
          assertThat(operations.requests.getLast()).as(command).isEqualTo(request);
        });
  }

  @Test
  void tasks_may_be_names_and_files() throws IOException {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "");

    run("governance", "improve", "--task", "primes", "--task", file.toString());

    assertThat(operations.requests.getLast())
        .isEqualTo(
            new PromptsRequest(
                Action.IMPROVE, null, null, null, List.of("primes", file.toString()), false));
  }

  private void run(String... args) {
    assertThat(CliRun.of(directory, operations, args).status()).isZero();
  }
}

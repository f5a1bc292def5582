package dev.nightshift.coderuns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOwnersTests {
  @TempDir Path folder;

  @Test
  void whose_runs_were_is_known_after_a_restart_until_it_is_forgotten() throws IOException {
    Path file = folder.resolve("run_owners.jsonl");
    RunOwners owners = new RunOwners(file);
    assertThat(owners.of("app")).isEmpty();
    owners.forget("app");
    assertThat(file).doesNotExist();
    owners.add("r1", "app");
    owners.add("r2", "ben");
    owners.add("r3", "app");
    Files.writeString(file, "{\"run\": \"r4\", \"ow", StandardOpenOption.APPEND);

    RunOwners again = new RunOwners(file);
    assertThat(again.of("app")).containsExactly("r1", "r3");
    again.forget("app");

    assertThat(again.of("app")).isEmpty();
    assertThat(again.of("ben")).containsExactly("r2");
    assertThat(file).content().doesNotContain("app");
    again.add("r5", "app");
    assertThat(new RunOwners(file).of("app")).containsExactly("r5");
  }

  @Test
  void a_name_is_meant_exactly() {
    RunOwners owners = new RunOwners(folder.resolve("run_owners.jsonl"));
    owners.add("r1", "app");
    owners.add("r2", "app2");
    owners.add("r3", "App");

    assertThat(owners.of("app")).containsExactly("r1");
  }
}

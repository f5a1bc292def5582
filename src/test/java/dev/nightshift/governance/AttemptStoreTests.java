package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Fault;
import dev.nightshift.sandbox.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptStoreTests {
  @TempDir Path folder;
  private final Loop loop = new Loop();

  private AttemptStore store() {
    return store(GovernanceSettings.defaults());
  }

  private AttemptStore store(GovernanceSettings settings) {
    return new AttemptStore(folder, settings, loop);
  }

  private static AttemptRecorder recorder(AttemptStore store) {
    return new AttemptRecorder(store, run -> {});
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void an_attempt_that_failed_is_kept_with_its_program_the_traceback_and_the_code_around_the_line()
      throws IOException {
    AttemptStore store = store();

    AttemptEntry entry =
        store.record(loop.start("double"), Loop.raised(1, "ValueError", 2, "ValueError: no"));

    assertThat(entry.files())
        .containsExactly(
            "attempt_20261122T010000000Z_00000001_1.py",
            "error_20261122T010000000Z_00000001_1.txt");
    assertThat(folder.resolve(entry.files().getFirst())).content().isEqualTo(Loop.SOURCE);
    assertThat(folder.resolve(entry.files().getLast()))
        .content()
        .contains("task: double", "instructions: version 1", "failure: other (ValueError)")
        .contains(">   2 |     x = n", "Traceback (most recent call last)")
        .contains("FAIL r2 (hidden): ValueError: no, expected 4");
    assertThat(store().attempts()).containsExactly(entry);
  }

  @Test
  void what_was_not_run_is_kept_with_the_line_that_kept_it_from_it() {
    AttemptEntry entry =
        store()
            .record(
                loop.start("double"),
                Loop.found(1, Finding.Code.FORBIDDEN_IMPORT, "the module os may not be imported"));

    assertThat(entry.files().getLast()).startsWith("validation_failure_");
    assertThat(folder.resolve(entry.files().getLast()))
        .content()
        .contains("line 1, column 1: FORBIDDEN_IMPORT: the module os may not be imported")
        .contains(">   1 | def double(n):");
    assertThat(entry.problems().getFirst().detail()).isEqualTo("os");
  }

  @Test
  void the_solution_of_a_run_is_marked_and_that_of_an_unsolved_one_is_none() {
    AttemptStore store = store();

    loop.run(recorder(store), "double", Loop.failed(1, Fault.Kind.WRONG_VALUE), Loop.passed(2));
    loop.run(recorder(store), "double", Loop.failed(1, Fault.Kind.TOO_LATE));

    assertThat(store.runs()).extracting(RunEntry::solved).containsExactly(true, false);
    String adopted = store.runs().getFirst().adopted();
    assertThat(store.attempts()).filteredOn(one -> one.id().equals(adopted)).hasSize(1);
    assertThat(folder.resolve("attempt_" + adopted + ".py")).exists();
    assertThat(adopted).endsWith("_2");
    assertThat(store.runs().getLast().adopted()).isEmpty();
  }

  @Test
  void attempts_of_the_same_millisecond_do_not_mix() throws IOException {
    AttemptStore store = store();
    loop.run(recorder(store), "double", Loop.passed(1), Loop.passed(2));
    loop.run(recorder(store), "double", Loop.passed(1), Loop.passed(2));

    assertThat(files()).filteredOn(name -> name.endsWith(".py")).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void no_more_are_kept_than_is_set_and_their_files_go_with_their_lines() throws IOException {
    GovernanceSettings few = settings(5, Duration.ofDays(30));
    AttemptStore store = store(few);
    for (int i = 0; i < 10; i++) {
      loop.pass(Duration.ofHours(2));
      loop.run(recorder(store), "double", Loop.failed(1, Fault.Kind.WRONG_VALUE));
      age(loop.instant());
    }
    loop.pass(Duration.ofHours(2));
    loop.run(recorder(store), "double", Loop.failed(1, Fault.Kind.WRONG_VALUE));

    assertThat(store.attempts()).hasSize(5);
    assertThat(store.runs()).hasSize(5);
    List<String> named = new ArrayList<>();
    store.attempts().forEach(one -> named.addAll(one.files()));
    assertThat(files()).containsAll(named).hasSize(named.size() + 1).contains("index.jsonl");
  }

  @Test
  void what_is_too_old_goes() {
    AttemptStore store = store(settings(100, Duration.ofDays(1)));
    loop.run(recorder(store), "old", Loop.passed(1));
    loop.pass(Duration.ofDays(2));
    loop.run(recorder(store), "new", Loop.passed(1));

    assertThat(store.attempts()).extracting(AttemptEntry::task).containsExactly("new");
    assertThat(store.runs()).extracting(RunEntry::task).containsExactly("new");
  }

  @Test
  void a_line_that_a_crash_left_half_written_is_no_attempt_and_harms_no_later_one()
      throws IOException {
    AttemptStore store = store();
    store.record(loop.start("double"), Loop.passed(1));
    Files.writeString(
        folder.resolve("index.jsonl"), "{\"event\":\"attempt\",\"id\":", StandardOpenOption.APPEND);

    assertThat(store().attempts()).hasSize(1);
    store().record(loop.start("double"), Loop.passed(2));
    assertThat(store().attempts()).extracting(AttemptEntry::attempt).containsExactly(1, 2);
  }

  @Test
  void a_run_goes_on_when_nothing_can_be_kept() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    AttemptStore store = new AttemptStore(file, GovernanceSettings.defaults(), loop);

    loop.run(recorder(store), "double", Loop.passed(1));

    assertThat(file).content().isEqualTo("in the way");
  }

  private static GovernanceSettings settings(int attempts, Duration age) {
    return new GovernanceSettings(
        Duration.ofHours(1), 5, Duration.ofDays(7), attempts, age, 200, 300, 0.55, "none");
  }

  /** Makes the files as old as the clock says that they are. */
  private void age(Instant now) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    }
  }
}

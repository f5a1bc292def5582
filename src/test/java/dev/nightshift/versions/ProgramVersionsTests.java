package dev.nightshift.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramVersionsTests {
  @TempDir Path home;

  private ProgramVersions versions(int keepRuns) {
    return new ProgramVersions(
        home,
        new VersionsSettings(keepRuns),
        InstantSource.fixed(CodeRuns.BEGAN.plusSeconds(9)),
        QualityMeter.TEXT);
  }

  private static CodeRuns threeAttempts(RunListener listener, String id) {
    return new CodeRuns(listener, id, CodeRuns.TASK)
        .attempt(0, "bad = 1\n", 1, "")
        .attempt(0, "bad = 22\n", 2, "")
        .attempt(1, "def double(n):\n    return n * 2\n", 3, "Line 1 is wrong.\n\nDouble it.");
  }

  @Test
  void every_attempt_is_a_version_that_follows_the_one_it_repairs() {
    ProgramVersions versions = versions(10);
    threeAttempts(versions.listener(), CodeRuns.FIRST).end();

    RunVersion run = versions.run(CodeRuns.FIRST);

    assertThat(run.task()).isEqualTo("double");
    assertThat(run.began()).isEqualTo(CodeRuns.BEGAN);
    assertThat(run.instructions()).isEqualTo(7);
    assertThat(run.best()).isEqualTo(3);
    assertThat(run.solved()).isTrue();
    assertThat(run.attempts()).extracting(AttemptVersion::number).containsExactly(1, 2, 3);
    assertThat(run.attempts()).extracting(AttemptVersion::parent).containsExactly(0, 0, 1);
    assertThat(run.attempts()).extracting(AttemptVersion::rowsPassed).containsExactly(1, 2, 3);
    assertThat(run.attempts())
        .extracting(AttemptVersion::tests)
        .containsExactly(
            AttemptVersion.Tests.FAILED, AttemptVersion.Tests.FAILED, AttemptVersion.Tests.PASSED);
    assertThat(run.attempts().getLast().feedback()).isEqualTo("Line 1 is wrong.\nDouble it.");
    assertThat(versions.runs("", id -> true, 5)).containsExactly(run);
    assertThat(versions.runs("other", id -> true, 5)).isEmpty();
    assertThat(versions.runs("", id -> false, 5)).isEmpty();
  }

  @Test
  void programs_are_found_by_attempt_best_and_solution_and_by_a_part_of_the_runs_name() {
    ProgramVersions versions = versions(10);
    threeAttempts(versions.listener(), CodeRuns.FIRST).end();

    assertThat(versions.program(CodeRuns.FIRST + ":1").source()).isEqualTo("bad = 1\n");
    assertThat(versions.program("00000001:2").source()).isEqualTo("bad = 22\n");
    Program best = versions.program("00000001:best");
    assertThat(best.name()).isEqualTo(CodeRuns.FIRST + ":3");
    assertThat(best.source()).contains("return n * 2");
    assertThat(versions.program("double:v1").source()).isEqualTo(best.source());
    assertThat(versions.program("double:adopted").name()).isEqualTo("double:v1");
  }

  @Test
  void what_is_not_there_is_told_with_what_there_is() {
    ProgramVersions versions = versions(10);
    assertThat(versions.runs("", id -> true, 5)).isEmpty();
    assertThat(versions.solutions()).isEmpty();
    assertThatThrownBy(() -> versions.program("x:1")).hasMessageContaining("no run of this home");
    threeAttempts(versions.listener(), CodeRuns.FIRST).end();
    threeAttempts(versions.listener(), CodeRuns.SECOND).end();

    for (String wrong :
        List.of("x", "x:1", "x:v1", "double:v2", "double:2", CodeRuns.FIRST + ":4", "x:best")) {
      assertThatThrownBy(() -> versions.program(wrong))
          .as(wrong)
          .isInstanceOfSatisfying(
              VersionsException.class,
              e -> assertThat(e.code()).isEqualTo(VersionsException.Code.REQUEST));
    }
    assertThatThrownBy(() -> versions.program("20261122:1")).hasMessageContaining("part of 2 runs");
    assertThatThrownBy(() -> versions.decisions("other", 5)).hasMessageContaining("no solution");
  }

  @Test
  void git_is_told_nothing_that_it_would_warn_of_and_jgit_writes_through() throws IOException {
    threeAttempts(versions(10).listener(), CodeRuns.FIRST).end();

    assertThat(Files.readString(home.resolve("history.git/config"))).doesNotContain("fsync");
    Boolean through =
        new HistoryRepository(home.resolve("history.git"))
            .read(
                store ->
                    store.repository().getConfig().getBoolean("core", "fsyncObjectFiles", false))
            .orElseThrow();
    assertThat(through).isTrue();
  }

  @Test
  void a_difference_tells_what_became_other() {
    ProgramVersions versions = versions(10);
    threeAttempts(versions.listener(), CodeRuns.FIRST).end();

    Difference difference = versions.diff("00000001:1", "double:v1");

    assertThat(difference.from().name()).isEqualTo(CodeRuns.FIRST + ":1");
    assertThat(difference.to().name()).isEqualTo("double:v1");
    assertThat(difference.text()).contains("-bad = 1", "+def double(n):", "+    return n * 2");
    assertThat(versions.diff("00000001:3", "double:v1").text()).isEmpty();
  }

  @Test
  void the_task_of_a_commit_can_be_worked_on_again() throws IOException {
    threeAttempts(versions(10).listener(), CodeRuns.FIRST).end();
    HistoryRepository repository = new HistoryRepository(home.resolve("history.git"));
    String yaml =
        repository
            .read(
                store ->
                    store
                        .file(
                            store.find(RefNames.attempt(CodeRuns.FIRST, 2)).orElseThrow(),
                            ProgramFiles.TASK)
                        .orElseThrow())
            .orElseThrow();

    Path file = Files.writeString(home.resolve("again.yaml"), yaml);

    CodeTask again = TaskFile.read(file, Limits.defaults());
    assertThat(again).isEqualTo(CodeRuns.TASK);
  }

  @Test
  void a_run_that_was_cut_off_keeps_what_it_came_to() {
    ProgramVersions versions = versions(10);
    threeAttempts(versions.listener(), CodeRuns.FIRST);
    new CodeRuns(versions.listener(), CodeRuns.SECOND, CodeRuns.TASK);

    assertThat(versions.run("00000001").best()).isEqualTo(3);
    assertThat(versions.program("00000001:best").source()).contains("n * 2");
    assertThat(versions.run("00000002").attempts()).isEmpty();
    assertThatThrownBy(() -> versions.program("00000002:best")).hasMessageContaining("no attempt");
    assertThat(versions.solutions()).as("only runs that ended are considered").isEmpty();
  }

  @Test
  void runs_at_the_same_time_of_several_processes_lose_nothing() throws Exception {
    List<String> ids =
        IntStream.range(0, 12).mapToObj("20261122-010203-double-%08x"::formatted).toList();
    try (ExecutorService together = Executors.newFixedThreadPool(6)) {
      for (String id : ids) {
        // An object of its own shares nothing but the files, as another process would.
        together.execute(() -> threeAttempts(versions(100).listener(), id).end());
      }
    }

    assertThat(versions(100).runs("", id -> true, 100))
        .hasSize(12)
        .allMatch(run -> run.attempts().size() == 3 && run.best() == 3);
    assertThat(versions(100).decisions("double", 100))
        .as("the same program again decides nothing")
        .hasSize(1);
  }

  @Test
  void a_history_that_cannot_be_used_costs_no_run_and_says_so_when_it_is_asked_for()
      throws IOException {
    Path repository = Files.createDirectories(home.resolve("history.git"));
    Files.writeString(repository.resolve("HEAD"), "nonsense");
    ProgramVersions versions = versions(10);

    threeAttempts(versions.listener(), CodeRuns.FIRST).end();

    assertThatThrownBy(() -> versions.runs("", id -> true, 5))
        .isInstanceOfSatisfying(
            VersionsException.class,
            e -> assertThat(e.code()).isEqualTo(VersionsException.Code.STORAGE))
        .hasMessageContaining("history.git");
    assertThat(versions.verified().all())
        .as("what is taught does not need it")
        .singleElement()
        .satisfies(one -> assertThat(one.program()).contains("n * 2"));
  }

  @Test
  void what_a_process_that_died_left_locked_is_taken_up() throws IOException {
    ProgramVersions versions = versions(10);
    CodeRuns.solved(versions.listener(), CodeRuns.FIRST, CodeRuns.TASK, "double = sum \n");
    Path left = home.resolve("history.git/refs/heads/solutions/double.lock");
    Files.writeString(left, "");
    Files.setLastModifiedTime(left, FileTime.fromMillis(0));

    CodeRuns.solved(versions.listener(), CodeRuns.SECOND, CodeRuns.TASK, "double=id\n");

    assertThat(versions.decisions("double", 9)).hasSize(2);
  }

  @Test
  void the_oldest_runs_go_and_leave_nothing_behind_but_solutions_stay() throws IOException {
    ProgramVersions versions = versions(2);
    String secret = "x".repeat(200);
    CodeRuns.solved(versions.listener(), CodeRuns.FIRST, CodeRuns.TASK, "double = None \n");
    new CodeRuns(versions.listener(), CodeRuns.SECOND, CodeRuns.TASK)
        .attempt(0, "bad = '" + secret + "'\n", 1, "")
        .end();
    String gone = versions.program("00000002:1").commit();
    for (int i = 3; i < 5; i++) {
      threeAttempts(versions.listener(), "20261122-01030%d-double-0000000%d".formatted(i, i)).end();
    }

    assertThat(versions.runs("", id -> true, 9))
        .extracting(RunVersion::id)
        .containsExactly("20261122-010304-double-00000004", "20261122-010303-double-00000003");
    assertThat(versions.program("double:v1").source()).isEqualTo("double = None \n");
    try (Stream<Path> files = Files.walk(home.resolve("history.git"))) {
      assertThat(files.map(Path::toString))
          .noneMatch(name -> name.endsWith(gone.substring(2)))
          .anyMatch(name -> name.endsWith(".pack"));
    }
    assertThat(versions.program("00000004:best").source()).contains("n * 2");
  }
}

package dev.nightshift.coderuns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codeloop.CodeLoopException;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.RunStart;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.ServingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeRunsTests {
  private static final CodeTask TASK = TaskCatalog.shipped("primes", Limits.defaults());
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Viewer ANN = new Viewer("ann", false);
  private static final Viewer BOB = new Viewer("bob", false);
  private static final Viewer ROOT = new Viewer("root", true);

  @TempDir Path folder;
  private final FakeWorkshop workshop = new FakeWorkshop();
  private CodeRuns runs;

  @BeforeEach
  void open() {
    runs = open(2);
  }

  private CodeRuns open(int keep) {
    RunSettings settings = new RunSettings(1, 2, 2, 1, Duration.ofSeconds(20), keep, Duration.ZERO);
    return new CodeRuns(settings, folder, workshop, InstantSource.system());
  }

  @AfterEach
  void close() {
    workshop.goOn();
    runs.close();
  }

  private RunSummary ended(RunSummary run) throws InterruptedException {
    RunNews news = new RunNews(List.of(), run);
    while (!news.summary().state().over()) {
      news = runs.news(run.id(), ROOT, news.summary().attempts(), news.summary().state(), LONG);
    }
    return news.summary();
  }

  /** Waits until it is in its file, too. */
  private void reopened(int keep) {
    runs.close();
    runs = open(keep);
  }

  @Test
  void a_run_is_worked_on_and_still_known_after_a_restart() throws Exception {
    RunSummary started = runs.start(TASK, null, "ann");
    assertThat(started.id()).matches("\\d{8}-\\d{6}-primes-[0-9a-f]{8}");

    RunSummary over = ended(started);
    assertThat(over.state()).isEqualTo(RunState.SOLVED);
    assertThat(over.attempts()).isEqualTo(1);
    assertThat(over.passRate()).isEqualTo(1);
    RunReport before = runs.report(started.id(), ANN);
    reopened(2);

    assertThat(workshop.over).containsExactly(before);
    assertThat(runs.report(started.id(), ANN)).isEqualTo(before);
    assertThat(runs.list(ANN)).containsExactly(over);
    assertThat(before.source()).isEqualTo("right = 1\n");
    assertThat(before.rows()).isNotEmpty().allMatch(RowReport::passed);
    assertThat(before.attempts().getFirst().source()).isEqualTo("right = 1\n");
    Path file = folder.resolve(started.id() + ".json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void another_user_sees_nothing_of_it_and_who_operates_the_server_everything() throws Exception {
    RunSummary run = ended(runs.start(TASK, null, "ann"));

    assertThat(runs.list(BOB)).isEmpty();
    assertThat(runs.list(ROOT)).hasSize(1);
    assertThatThrownBy(() -> runs.report(run.id(), BOB))
        .isInstanceOfSatisfying(
            CodeRunsException.class,
            e -> assertThat(e.code()).isEqualTo(CodeRunsException.Code.UNKNOWN))
        .hasMessage("there is no run " + run.id());
    assertThatThrownBy(() -> runs.cancel(run.id(), BOB)).isInstanceOf(CodeRunsException.class);
    assertThatThrownBy(() -> runs.delete(run.id(), BOB)).isInstanceOf(CodeRunsException.class);
    assertThat(runs.report(run.id(), ROOT).summary()).isEqualTo(run);
  }

  @Test
  void so_many_go_on_and_wait_and_one_user_does_not_take_all_places() {
    workshop.hold();
    runs.start(TASK, null, "ann");
    runs.start(TASK, null, "ann");

    assertThatThrownBy(() -> runs.start(TASK, null, "ann"))
        .isInstanceOfSatisfying(
            CodeRunsException.class,
            e -> assertThat(e.code()).isEqualTo(CodeRunsException.Code.TOO_MANY));
    runs.start(TASK, null, "bob");
    assertThatThrownBy(() -> runs.start(TASK, null, "bob"))
        .isInstanceOfSatisfying(
            CodeRunsException.class,
            e -> assertThat(e.code()).isEqualTo(CodeRunsException.Code.BUSY));
    assertThat(runs.list(ROOT)).as("what was refused is nowhere").hasSize(3);
  }

  @Test
  void cancelling_stops_the_model_and_frees_the_place_of_one_that_waits() throws Exception {
    workshop.hold();
    RunSummary going = runs.start(TASK, null, "ann");
    RunSummary waiting = runs.start(TASK, null, "ann");

    assertThat(runs.cancel(waiting.id(), ANN).state()).isEqualTo(RunState.CANCELLED);
    RunSummary third = runs.start(TASK, null, "ann");
    runs.cancel(going.id(), ANN);

    assertThat(ended(going).state()).isEqualTo(RunState.CANCELLED);
    workshop.goOn();
    assertThat(ended(third).state()).isEqualTo(RunState.SOLVED);
    assertThat(runs.cancel(third.id(), ANN).state())
        .as("what is over stays as it is")
        .isEqualTo(RunState.SOLVED);
  }

  @Test
  void a_deleted_run_is_gone_from_the_disk_too_and_one_that_goes_on_ends() throws Exception {
    RunSummary over = ended(runs.start(TASK, null, "ann"));
    workshop.hold();
    RunSummary going = runs.start(TASK, null, "ann");

    runs.delete(over.id(), ANN);
    runs.delete(going.id(), ANN);

    reopened(2);
    assertThat(runs.list(ROOT)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void only_the_newest_are_kept() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(ended(runs.start(TASK, null, "ann")).id());
    }
    reopened(2);

    assertThat(runs.list(ROOT)).extracting(RunSummary::id).containsExactly(ids.get(2), ids.get(1));
  }

  @Test
  void a_failure_is_told_without_what_is_for_the_log() throws Exception {
    workshop.failure =
        new ServingException(ServingException.Code.UNAVAILABLE, "no server at http://10.0.0.7");

    RunSummary over = ended(runs.start(TASK, null, "ann"));

    assertThat(over.state()).isEqualTo(RunState.FAILED);
    assertThat(over.problem()).contains("log").doesNotContain("10.0.0.7");
  }

  @Test
  void whoever_waits_for_a_run_here_gets_its_failure_itself() {
    workshop.failure = new ServingException(ServingException.Code.UNAVAILABLE, "no server");

    assertThatThrownBy(() -> runs.run(TASK, 1, "operator", news -> {})).isSameAs(workshop.failure);
  }

  @Test
  void whoever_waits_for_a_run_is_told_its_id_first_and_then_its_attempts() {
    List<RunNews> told = new ArrayList<>();

    CodeRun run = runs.run(TASK, 1, "operator", told::add);

    assertThat(run.solved()).isTrue();
    assertThat(told.getFirst().summary().id()).isEqualTo(run.id());
    assertThat(told.stream().flatMap(news -> news.attempts().stream())).hasSize(1);
  }

  @Test
  void nothing_is_started_without_a_sandbox_or_with_senseless_rounds() {
    assertThatThrownBy(() -> runs.start(TASK, 0, "ann"))
        .isInstanceOf(CodeLoopException.class)
        .hasMessageContaining("rounds");
    workshop.refusal =
        new SandboxException(SandboxException.Code.REFUSED, "bwrap is missing: install bubblewrap");

    assertThatThrownBy(() -> runs.start(TASK, null, "ann")).isSameAs(workshop.refusal);
    assertThat(runs.list(ROOT)).isEmpty();
  }

  @Test
  void closing_ends_what_goes_on_and_gives_up_what_waits_and_both_are_kept() {
    workshop.hold();
    RunSummary going = runs.start(TASK, null, "ann");
    RunSummary waiting = runs.start(TASK, null, "ann");

    runs.close();

    assertThatThrownBy(() -> runs.start(TASK, null, "bob"))
        .isInstanceOfSatisfying(
            CodeRunsException.class,
            e -> assertThat(e.code()).isEqualTo(CodeRunsException.Code.CLOSED));
    runs = open(2);
    assertThat(runs.report(going.id(), ANN).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(runs.report(waiting.id(), ANN).summary().problem())
        .isEqualTo("the server stopped before its turn came");
  }

  @Test
  void a_file_that_is_no_run_is_left_alone() throws IOException {
    Files.writeString(folder.resolve("other.json"), "{");

    reopened(2);

    assertThat(runs.list(ROOT)).isEmpty();
    assertThat(folder.resolve("other.json")).exists();
  }

  @Test
  void a_run_whose_file_cannot_be_written_is_known_all_the_same() throws Exception {
    Path blocked = Files.writeString(folder.resolve("file"), "in the way");
    runs.close();
    runs =
        new CodeRuns(
            RunSettings.defaults(), blocked.resolve("runs"), workshop, InstantSource.system());

    RunSummary over = ended(runs.start(TASK, null, "ann"));

    assertThat(runs.report(over.id(), ANN).summary().state()).isEqualTo(RunState.SOLVED);
  }

  @Test
  void a_listener_hears_of_the_run_under_its_id() throws Exception {
    List<String> heard = new ArrayList<>();
    workshop.listeners.add(
        new RunListener() {
          @Override
          public void began(RunStart run) {
            heard.add(run.id());
          }
        });

    RunSummary over = ended(runs.start(TASK, null, "ann"));

    assertThat(heard).containsExactly(over.id());
  }
}

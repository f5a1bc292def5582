package dev.nightshift.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Fault;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.versions.SolutionDecision.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adopting by hand what did not win by itself. */
class AdoptionByHandTests {
  private static final String LONG = "def double(n):\n    doubled = n + n\n    return doubled\n";
  private static final String SHORT = "def double(n):\n    return n + n\n";
  private static final String FIRST = "20261122-010203-double-00000001";
  private static final String SECOND = "20261122-010203-double-00000002";

  @TempDir Path home;
  private ProgramVersions versions;

  @BeforeEach
  void open() {
    versions =
        new ProgramVersions(
            home,
            VersionsSettings.defaults(),
            InstantSource.system(),
            (task, source, judgement) ->
                new Quality("", Double.NaN, 1, Quality.characters(source)));
  }

  private void failFirst() {
    new CodeRuns(versions.listener(), FIRST, CodeRuns.TASK)
        .attempt(0, "nothing = 0\n", 0, "")
        .attempt(1, SHORT, 3, "Do it.")
        .end();
  }

  private static Judgement judged(CodeTask task, boolean passed) {
    return new Judgement(
        task.rows().stream()
            .map(
                row ->
                    new RowResult(
                        row, passed, row.expected(), passed ? "" : "KeyError: 1", Fault.NONE))
            .toList(),
        passed,
        "",
        List.of(),
        Duration.ZERO);
  }

  @Test
  void an_attempt_that_did_not_win_is_adopted_by_hand_when_it_passes_again() {
    failFirst();
    CodeRuns.solved(versions.listener(), SECOND, CodeRuns.TASK, LONG);
    List<CodeTask> judgedOn = new ArrayList<>();

    SolutionDecision made =
        versions
            .adopt(
                SECOND + ":1",
                Limits.defaults(),
                (task, source) -> {
                  assertThat(source).isEqualTo(LONG);
                  judgedOn.add(task);
                  return judged(task, true);
                },
                "easier to read")
            .orElseThrow();

    assertThat(judgedOn).containsExactly(CodeRuns.TASK);
    assertThat(made.name()).isEqualTo("double:v2");
    assertThat(made.verdict()).isEqualTo(Verdict.ADOPTED);
    assertThat(made.run()).isEqualTo(SECOND);
    assertThat(made.reason())
        .isEqualTo(
            "by hand: easier to read; judged again, 3 of 3 rows passed, 1 of them hidden, and the"
                + " tests");
    assertThat(versions.program("double:adopted").source()).isEqualTo(LONG);
    assertThat(versions.verified().all().getFirst().program()).isEqualTo(LONG);
    assertThat(
            versions.adopt(
                SECOND + ":best", Limits.defaults(), (task, source) -> judged(task, true), "again"))
        .isEmpty();
    assertThat(
            versions.adopt(
                "double:v1", Limits.defaults(), (task, source) -> judged(task, false), "back"))
        .as("a solution that was adopted is chosen as it is")
        .isPresent();
  }

  @Test
  void an_attempt_that_does_not_pass_now_is_refused_with_why_and_nothing_changes() {
    failFirst();

    assertThatThrownBy(
            () ->
                versions.adopt(
                    FIRST + ":1", Limits.defaults(), (task, source) -> judged(task, false), "no"))
        .isInstanceOfSatisfying(
            VersionsException.class,
            e -> assertThat(e.code()).isEqualTo(VersionsException.Code.FAILED))
        .hasMessageContaining(FIRST + ":1 does not pass double and is not adopted")
        .hasMessageContaining("3 of 3 rows fail, such as r1: KeyError: 1");
    assertThatThrownBy(
            () ->
                versions.adopt(
                    FIRST + ":9", Limits.defaults(), (task, source) -> judged(task, true), "no"))
        .isInstanceOf(VersionsException.class)
        .hasMessageContaining(":9");
    assertThat(versions.decisions("double", 9)).hasSize(1);
    assertThat(versions.program("double:adopted").source()).isEqualTo(SHORT);
  }
}

package dev.nightshift.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.versions.SolutionDecision.Verdict;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolutionsTests {
  private static final String LONG = "def double(n):\n    doubled = n + n\n    return doubled\n";
  private static final String SHORT = "def double(n):\n    return n + n\n";

  @TempDir Path home;
  private ProgramVersions versions;
  private final Map<String, Double> growths = new HashMap<>();
  private Runnable meanwhile = () -> {};
  private @Nullable RuntimeException failure;
  private int measured;
  private int runs;

  @BeforeEach
  void open() {
    versions =
        new ProgramVersions(
            home, VersionsSettings.defaults(), InstantSource.system(), this::measure);
  }

  private Quality measure(CodeTask task, String source, Judgement judgement) {
    measured++;
    if (failure != null) {
      throw failure;
    }
    Runnable first = meanwhile;
    meanwhile = () -> {};
    first.run();
    double exponent = growths.getOrDefault(source, Double.NaN);
    String growth = exponent == 1 ? "O(n)" : "O(n^%.0f)".formatted(exponent);
    return new Quality(growth, exponent, 1, Quality.characters(source));
  }

  private String solve(CodeTask task, String source) {
    runs++;
    String id = "20261122-010203-%s-%08x".formatted(task.id(), runs);
    CodeRuns.solved(versions.listener(), id, task, source);
    return id;
  }

  private String failFirst(CodeTask task, String source) {
    runs++;
    String id = "20261122-010203-%s-%08x".formatted(task.id(), runs);
    new CodeRuns(versions.listener(), id, task)
        .attempt(0, "nothing = 0\n", 0, "")
        .attempt(1, source, 3, "Do it.")
        .end();
    return id;
  }

  private List<Verdict> verdicts() {
    return versions.decisions("double", 9).reversed().stream()
        .map(SolutionDecision::verdict)
        .toList();
  }

  @Test
  void the_first_solution_is_adopted_and_a_later_one_only_when_it_is_better() {
    String first = solve(CodeRuns.TASK, LONG);
    solve(CodeRuns.TASK, LONG);
    String worse = solve(CodeRuns.TASK, LONG + "\nunused_name = 1\n");
    solve(CodeRuns.TASK, LONG.replace("    ", "  "));
    String better = solve(CodeRuns.TASK, SHORT);

    List<SolutionDecision> decisions = versions.decisions("double", 9).reversed();

    assertThat(verdicts())
        .containsExactly(
            Verdict.ADOPTED, Verdict.NOT_ADOPTED, Verdict.NOT_ADOPTED, Verdict.ADOPTED);
    assertThat(decisions).extracting(SolutionDecision::version).containsExactly(1, 1, 1, 2);
    assertThat(decisions.getFirst().run()).isEqualTo(first);
    assertThat(decisions.getFirst().reason())
        .isEqualTo("the first solution: 3 of 3 rows passed, 1 of them hidden, and the tests");
    assertThat(decisions.get(1).run()).isEqualTo(worse);
    assertThat(decisions.get(1).length()).isGreaterThan(decisions.get(1).lengthBefore());
    assertThat(decisions.get(2).reason())
        .as("spacing wins nothing")
        .isEqualTo("37 characters are not fewer than the 37 of v1");
    assertThat(decisions.getLast().run()).isEqualTo(better);
    assertThat(decisions.getLast().reason()).endsWith("with 22 characters instead of 37");
    assertThat(versions.program("double:v1").source()).isEqualTo(LONG);
    assertThat(versions.program("double:adopted").source()).isEqualTo(SHORT);
    assertThat(versions.solutions())
        .singleElement()
        .satisfies(one -> assertThat(one.name()).isEqualTo("double:v2"));
  }

  @Test
  void a_program_whose_time_grows_less_is_better_though_it_is_longer() {
    growths.put(SHORT, 2.0);
    growths.put(LONG, 1.0);
    solve(CodeRuns.TASK, SHORT);
    solve(CodeRuns.TASK, LONG);
    solve(CodeRuns.TASK, SHORT);

    List<SolutionDecision> decisions = versions.decisions("double", 9);
    assertThat(verdicts()).containsExactly(Verdict.ADOPTED, Verdict.ADOPTED, Verdict.NOT_ADOPTED);
    assertThat(decisions.get(1).reason())
        .endsWith("with time that grows as O(n) instead of O(n^2)");
    assertThat(decisions.getFirst().reason())
        .isEqualTo("its time grows as O(n^2), that of v2 as O(n)");
    assertThat(versions.program("double:adopted").source()).isEqualTo(LONG);
  }

  @Test
  void what_cannot_be_measured_is_compared_by_its_text() {
    solve(CodeRuns.TASK, LONG);
    failure = new IllegalStateException("no sandbox");
    solve(CodeRuns.TASK, SHORT);

    assertThat(versions.program("double:adopted").source()).isEqualTo(SHORT);
  }

  @Test
  void what_comes_into_force_while_a_program_is_measured_is_what_it_has_to_be_better_than() {
    growths.put(SHORT, 2.0);
    growths.put(LONG, 3.0);
    String middle = LONG.replace("doubled", "twice");
    growths.put(middle, 1.0);
    solve(CodeRuns.TASK, LONG);
    meanwhile = () -> solve(CodeRuns.TASK, middle);

    solve(CodeRuns.TASK, SHORT);

    assertThat(verdicts()).containsExactly(Verdict.ADOPTED, Verdict.ADOPTED, Verdict.NOT_ADOPTED);
    assertThat(versions.program("double:adopted").source()).isEqualTo(middle);
    assertThat(versions.decisions("double", 1).getFirst().reason())
        .isEqualTo("its time grows as O(n^2), that of v2 as O(n)");
  }

  @Test
  void the_first_solution_and_the_same_one_again_are_not_measured() {
    failure = new IllegalStateException("measured");
    solve(CodeRuns.TASK, LONG);
    solve(CodeRuns.TASK, LONG);

    assertThat(measured).isZero();
    assertThat(verdicts()).containsExactly(Verdict.ADOPTED);
  }

  @Test
  void a_run_that_solved_nothing_is_no_solution() {
    new CodeRuns(versions.listener(), CodeRuns.FIRST, CodeRuns.TASK).attempt(0, SHORT, 2, "").end();

    assertThat(versions.solutions()).isEmpty();
    assertThat(versions.verified().all()).isEmpty();
  }

  @Test
  void a_longer_program_is_adopted_when_the_task_has_become_another_but_not_for_other_words() {
    solve(CodeRuns.TASK, SHORT);
    solve(CodeRuns.task("double", "Return twice the number.", "42"), LONG);
    assertThat(verdicts()).containsExactly(Verdict.ADOPTED, Verdict.NOT_ADOPTED);

    solve(CodeRuns.task("double", "Double a number.", "43"), LONG);

    assertThat(verdicts()).containsExactly(Verdict.ADOPTED, Verdict.NOT_ADOPTED, Verdict.ADOPTED);
    assertThat(versions.decisions("double", 1).getFirst().reason())
        .startsWith("the task's rows or tests are others than v1 passed");
  }

  @Test
  void an_earlier_version_can_be_chosen_and_later_ones_are_compared_with_that() {
    solve(CodeRuns.TASK, LONG);
    solve(CodeRuns.TASK, SHORT);

    SolutionDecision chosen = versions.choose("double", 1, "it is easier to read").orElseThrow();

    assertThat(chosen.verdict()).isEqualTo(Verdict.CHOSEN);
    assertThat(chosen.reason()).isEqualTo("it is easier to read");
    assertThat(versions.program("double:adopted").source()).isEqualTo(LONG);
    assertThat(versions.choose("double", 1, "again")).isEmpty();
    assertThatThrownBy(() -> versions.choose("double", 5, "no"))
        .hasMessageContaining("no solution double:v5");
    assertThatThrownBy(() -> versions.choose("other", 1, "no"))
        .hasMessageContaining("no solution other:v1");

    solve(CodeRuns.TASK, SHORT.replace("n + n", "2 * n"));
    assertThat(versions.decisions("double", 1).getFirst().name()).isEqualTo("double:v3");
  }

  @Test
  void what_failed_at_first_and_was_solved_is_to_be_taught_and_always_what_is_in_force() {
    failFirst(CodeRuns.TASK, LONG);
    VerifiedSolution taught = versions.verified().all().getFirst();

    assertThat(taught.question())
        .startsWith("Double a number.\n\nWrite a Python function: def double(n: int) -> int:\n")
        .contains("double(21) returns 42")
        .doesNotContain("14");
    assertThat(taught.program()).isEqualTo(LONG);
    assertThat(taught.badProgram()).isEqualTo("nothing = 0\n");
    assertThat(taught.rows()).isEqualTo(3);
    assertThat(taught.hidden()).isEqualTo(1);
    assertThat(taught.tests()).isTrue();

    solve(CodeRuns.TASK, SHORT);
    assertThat(versions.verified().all())
        .singleElement()
        .satisfies(one -> assertThat(one.program()).isEqualTo(SHORT));

    failFirst(CodeRuns.TASK, LONG);
    assertThat(versions.verified().all().getFirst().program())
        .as("what is in force, not what this run came to")
        .isEqualTo(SHORT);

    versions.choose("double", 1, "it is easier to read");
    assertThat(versions.verified().all().getFirst().program()).isEqualTo(LONG);
  }

  @Test
  void what_was_solved_at_once_teaches_nothing() {
    solve(CodeRuns.TASK, SHORT);

    assertThat(versions.verified().all()).isEmpty();
  }
}

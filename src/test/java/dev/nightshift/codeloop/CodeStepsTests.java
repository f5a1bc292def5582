package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.generation.ScriptedModel;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CodeStepsTests {
  private static final Duration ENOUGH = Duration.ofMinutes(1);
  private static final CodeTask TASK =
      new CodeTask(
          "double",
          "Double a number.",
          new Contract.Function("double", "double(n: int) -> int"),
          List.of(new Row("r1", "[1]", "2", false), new Row("r2", "[70001]", "140002", true)),
          "",
          List.of(),
          Limits.defaults(),
          0);

  private final ScriptedModel improver = new ScriptedModel("writer", "```python\nright\n```");
  private final ScriptedModel evaluator = new ScriptedModel("critic", "Line 1 is wrong.");
  private final Cancellation cancellation = new Cancellation();

  private CodeSteps steps(Judge judge) {
    return new CodeLoop(
            improver,
            Optional.of(evaluator),
            judge,
            QualityMeter.TEXT,
            LoopSettings.defaults(),
            Instructions::shipped,
            InstantSource.system())
        .steps();
  }

  private static Judgement judge(CodeTask task, String source) {
    boolean right = source.startsWith("right");
    return new Judgement(
        task.rows().stream()
            .map(
                row ->
                    right
                        ? RowResult.passed(row, "7")
                        : RowResult.other(row, "7", Fault.Kind.WRONG_VALUE))
            .toList(),
        true,
        "",
        List.of(),
        Duration.ZERO);
  }

  private String told() {
    return String.join("\n", improver.asked.getLast().turns().stream().map(Turn::content).toList());
  }

  @Test
  void a_program_is_written_and_not_judged() {
    CodeSteps.Draft draft =
        steps(
                (task, source) -> {
                  throw new AssertionError("nobody asked for that");
                })
            .generate(TASK, ENOUGH, cancellation);

    assertThat(draft.source()).isEqualTo("right\n");
    assertThat(draft.model()).isEqualTo("writer");
    assertThat(draft.instructions()).isEqualTo(1);
    assertThat(improver.asked.getFirst().options().temperature()).isZero();
    assertThat(told()).doesNotContain("70001");
  }

  @Test
  void a_wrong_program_is_criticised_and_written_again() {
    CodeSteps.Revision revision =
        steps(CodeStepsTests::judge).refactor(TASK, "wrong", "", ENOUGH, cancellation);

    assertThat(revision.before().passed()).isFalse();
    assertThat(revision.after().passed()).isTrue();
    assertThat(revision.feedback()).isEqualTo("Line 1 is wrong.");
    assertThat(told())
        .contains("That program is wrong", "Line 1 is wrong.", "wrong")
        .doesNotContain("70001");
  }

  @Test
  void feedback_of_the_user_takes_the_place_of_the_evaluators() {
    CodeSteps.Revision revision =
        steps(CodeStepsTests::judge)
            .refactor(TASK, "right # long", "Drop the comment.", ENOUGH, cancellation);

    assertThat(revision.feedback()).isEqualTo("Drop the comment.");
    assertThat(evaluator.asked).isEmpty();
    assertThat(told()).contains("does what it should", "Drop the comment.").doesNotContain("wrong");
  }

  @Test
  void the_time_that_is_left_bounds_models_and_judge() {
    Duration[] given = new Duration[1];
    Judge judge =
        new Judge() {
          @Override
          public Judgement judge(CodeTask task, String source) {
            throw new AssertionError("there is a time");
          }

          @Override
          public Judgement judge(CodeTask task, String source, Duration most) {
            given[0] = most;
            return CodeStepsTests.judge(task, source);
          }
        };

    steps(judge).refactor(TASK, "wrong", "x", Duration.ofSeconds(40), cancellation);

    assertThat(given[0]).isLessThanOrEqualTo(Duration.ofSeconds(40)).isPositive();
    assertThat(improver.asked.getFirst().options().timeout())
        .isLessThanOrEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void what_is_cancelled_is_neither_written_nor_judged() {
    cancellation.cancel();
    CodeSteps steps = steps(CodeStepsTests::judge);

    assertThatThrownBy(() -> steps.generate(TASK, ENOUGH, cancellation))
        .isInstanceOfSatisfying(
            CodeLoopException.class,
            e -> assertThat(e.code()).isEqualTo(CodeLoopException.Code.CANCELLED));
    assertThatThrownBy(() -> steps.refactor(TASK, "x", "", ENOUGH, cancellation))
        .isInstanceOf(CodeLoopException.class);
    assertThat(improver.asked).isEmpty();
  }

  @Test
  void cancelling_wakes_whoever_waits_for_the_sandbox_and_leaves_no_interrupt_behind()
      throws InterruptedException {
    CountDownLatch judging = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Judge judge =
        (task, source) -> {
          judging.countDown();
          try {
            never.await();
            throw new AssertionError("nobody says so");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException(SandboxException.Code.STOPPED, "interrupted", e);
          }
        };
    Throwable[] thrown = new Throwable[1];
    boolean[] interrupted = new boolean[1];
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    CodeSteps.judge(judge, TASK, "x", ENOUGH, cancellation);
                  } catch (CodeLoopException e) {
                    thrown[0] = e;
                  }
                  interrupted[0] = Thread.currentThread().isInterrupted();
                });
    judging.await();

    cancellation.cancel();

    thread.join();
    assertThat(thrown[0]).isInstanceOf(CodeLoopException.class).hasMessageContaining("cancelled");
    assertThat(interrupted[0]).isFalse();
  }
}

package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.exchange.Answer;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodeLoopTests {
  private static final CodeTask TASK =
      new CodeTask(
          "double",
          "Double a number.",
          new Contract.Function("double", "double(n: int) -> int"),
          List.of(
              new Row("r1", "[1]", "2", false),
              new Row("r2", "[21]", "42", false),
              new Row("r3", "[70001]", "140002", true)),
          "",
          List.of(),
          Limits.defaults(),
          0);

  private final Scripted improver = new Scripted();
  private final Scripted evaluator = new Scripted();
  private final List<Attempt> told = new ArrayList<>();
  private int judged;

  @Test
  void it_writes_is_told_what_is_wrong_and_ends_when_all_rows_pass() {
    improver.says("```python\nbad = 0\n```", "no idea", "```python\ngood = 3\n```");
    evaluator.says("Line 1 is wrong.");

    CodeRun run = run(LoopSettings.defaults());

    assertThat(run.solved()).isTrue();
    assertThat(run.best().source()).isEqualTo("good = 3\n");
    assertThat(run.id()).matches("\\d{8}-\\d{6}-double-[0-9a-f]{8}");
    assertThat(run.start().instructions().version()).isEqualTo(7);
    assertThat(improver.asked).allMatch(prompt -> prompt.contains("Write it well."));
    assertThat(evaluator.asked).noneMatch(prompt -> prompt.contains("Write it well."));
    assertThat(run.attempts()).isEqualTo(told).hasSize(3);
    assertThat(run.attempts()).extracting(Attempt::round).containsExactly(1, 1, 2);
    assertThat(run.attempts()).extracting(Attempt::parent).containsExactly(0, 0, 1);
    assertThat(run.attempts().get(1).judgement().rows().getFirst().problem())
        .contains("no program");
    assertThat(run.attempts().getLast().feedback()).isEqualTo("Line 1 is wrong.");
    assertThat(improver.asked.getLast())
        .contains("bad = 0", "For double(1) it should give 2", "Line 1 is wrong.");
  }

  @Test
  void no_model_ever_reads_a_hidden_row() {
    improver.says("```python\nbad = 2\n```", "```python\nbad = 1\n```");

    run(LoopSettings.defaults().withRounds(3));

    List<String> all = new ArrayList<>(improver.asked);
    all.addAll(evaluator.asked);
    assertThat(all)
        .isNotEmpty()
        .noneMatch(prompt -> prompt.contains("70001") || prompt.contains("140002"));
    assertThat(improver.asked.getLast()).contains("Some other inputs fail too");
  }

  @Test
  void the_best_is_repaired_and_a_worse_repair_replaces_nothing() {
    improver.says(
        "```python\ngood = 1\n```", "```python\ngood = 2\n```", "```python\ngood = 0\n```");

    CodeRun run = run(LoopSettings.defaults().withRounds(3));

    assertThat(run.solved()).isFalse();
    assertThat(run.best().source()).isEqualTo("good = 2\n");
    assertThat(run.attempts()).extracting(Attempt::parent).containsExactly(0, 0, 2, 1, 2, 1);
    assertThat(judged).as("the same program is judged once").isEqualTo(3);
  }

  @Test
  void of_equal_programs_the_shorter_one_is_better() {
    improver.says("```python\ngood = 2 # long\n```", "```python\ngood = 2\n```");

    assertThat(run(LoopSettings.defaults().withRounds(1)).best().source()).isEqualTo("good = 2\n");
  }

  @Test
  void a_model_that_fails_at_once_fails_the_run_and_later_only_ends_it() {
    assertThatThrownBy(() -> run(LoopSettings.defaults())).isInstanceOf(ServingException.class);

    improver.says("```python\ngood = 1\n```");
    improver.silentAfterwards = true;

    CodeRun run = run(LoopSettings.defaults());
    assertThat(run.attempts()).hasSize(1);
  }

  @Test
  void who_cancels_ends_the_run_before_its_next_attempt() {
    improver.says("```python\nbad = 1\n```");
    Cancellation cancellation = new Cancellation();
    List<Attempt> attempts = new ArrayList<>();
    boolean[] ended = new boolean[1];
    RunListener listener =
        new RunListener() {
          @Override
          public void attempted(RunStart run, Attempt attempt) {
            attempts.add(attempt);
            cancellation.cancel();
          }

          @Override
          public void ended(CodeRun run) {
            ended[0] = true;
          }
        };

    assertThatThrownBy(
            () -> loop(LoopSettings.defaults()).run("mine", TASK, listener, cancellation))
        .isInstanceOfSatisfying(
            CodeLoopException.class,
            e -> assertThat(e.code()).isEqualTo(CodeLoopException.Code.CANCELLED));
    assertThat(attempts).hasSize(1);
    assertThat(ended[0]).isFalse();
  }

  @Test
  void better_programs_are_asked_for_when_one_passes_and_the_best_that_passes_is_the_result() {
    improver.says(
        "```python\ngood = 3 # slow\n```",
        "```python\ngood = 3 # fast, and a long one\n```",
        "```python\ngood = 2\n```",
        "```python\ngood = 3 # slow and short\n```");

    CodeRun run = run(LoopSettings.defaults().withPolish(3));

    assertThat(run.best().source()).contains("fast");
    assertThat(run.solved()).isTrue();
    assertThat(run.attempts()).hasSize(4).isEqualTo(told);
    assertThat(run.attempts()).extracting(Attempt::round).containsExactly(1, 2, 2, 2);
    assertThat(run.attempts()).extracting(Attempt::parent).containsExactly(0, 1, 2, 2);
    assertThat(run.attempts())
        .extracting(one -> one.quality().map(Quality::growth).orElse("unmeasured"))
        .containsExactly("O(n^2)", "O(n)", "unmeasured", "O(n^2)");
    assertThat(improver.asked.get(1)).contains("good = 3 # slow", "does what it should");
    assertThat(improver.asked.getLast()).contains("fast, and a long one");
  }

  @Test
  void who_asks_for_no_better_programs_waits_for_none_and_for_no_measuring() {
    improver.says("```python\ngood = 3 # slow\n```", "```python\ngood = 3 # fast\n```");

    CodeRun run = run(LoopSettings.defaults());

    assertThat(run.attempts()).hasSize(1);
    assertThat(run.best().quality()).isEmpty();
  }

  @Test
  void a_model_that_fails_at_a_better_program_leaves_the_one_that_passes() {
    improver.says("```python\ngood = 3 # slow\n```");
    improver.silentAfterwards = true;

    CodeRun run = run(LoopSettings.defaults().withPolish(2));

    assertThat(run.solved()).isTrue();
    assertThat(run.attempts()).hasSize(1);
  }

  private CodeRun run(LoopSettings settings) {
    told.clear();
    return loop(settings)
        .run(
            TASK,
            new RunListener() {
              @Override
              public void attempted(RunStart run, Attempt attempt) {
                told.add(attempt);
              }
            });
  }

  private CodeLoop loop(LoopSettings settings) {
    return new CodeLoop(
        improver,
        Optional.of(evaluator),
        this::judge,
        (task, source, judgement) ->
            source.contains("slow")
                ? new Quality("O(n^2)", 2, 1, Quality.characters(source))
                : new Quality("O(n)", 1, 1, Quality.characters(source)),
        settings,
        () -> new Instructions(7, "Write it well."),
        InstantSource.system());
  }

  /** A program passes as many rows as the number in it. */
  private Judgement judge(CodeTask task, String source) {
    judged++;
    int passes = source.charAt(source.indexOf('=') + 2) - '0';
    List<RowResult> rows = new ArrayList<>();
    for (Row row : task.rows()) {
      rows.add(
          rows.size() < passes
              ? RowResult.passed(row, row.expected())
              : RowResult.other(row, "-1", Fault.Kind.WRONG_VALUE));
    }
    return new Judgement(rows, true, "", List.of(), Duration.ofMillis(1));
  }

  /** Says what it was given, the last thing again and again. */
  private static final class Scripted extends BaseOnlyModel {
    final List<String> asked = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private String last = "";
    boolean silentAfterwards;

    void says(String... texts) {
      answers.addAll(List.of(texts));
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public Answer answer(Question question) {
      asked.add(String.join("\n", question.turns().stream().map(Turn::content).toList()));
      if (answers.isEmpty() && (last.isEmpty() || silentAfterwards)) {
        throw new ServingException(ServingException.Code.TIMEOUT, "too late");
      }
      last = answers.isEmpty() ? last : answers.removeFirst();
      return new Answer(last, 0.5, name(), "base", "", Duration.ofMillis(1), 1, 1, List.of());
    }
  }
}

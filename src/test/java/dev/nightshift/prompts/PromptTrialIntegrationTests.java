package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.codeloop.ProgramWriter;
import dev.nightshift.codeloop.SandboxJudge;
import dev.nightshift.codeloop.TaskCatalog;
import dev.nightshift.exchange.Answer;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.ShippedSandbox;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped tasks in the real sandbox, written by a model that follows its instructions. */
class PromptTrialIntegrationTests {
  private static final List<CodeTask> TASKS =
      TaskCatalog.names().stream().map(name -> TaskCatalog.read(name, Limits.defaults())).toList();

  private static Sandbox sandbox;

  @TempDir Path folder;
  private PromptImprover improver;
  private FirstAttempts attempts;

  @BeforeAll
  static void openSandbox() {
    sandbox = ShippedSandbox.open();
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
  }

  @BeforeEach
  void open() {
    improver =
        new PromptImprover(
            new PromptLedger(folder, Instructions.shipped()),
            PromptSettings.defaults(),
            InstantSource.system());
    attempts =
        new FirstAttempts(
            new ProgramWriter(new Obedient(), 500),
            new SandboxJudge(sandbox),
            0.7,
            Duration.ofMinutes(1));
  }

  @Test
  void instructions_that_help_are_adopted_and_those_that_harm_are_not() {
    Candidate bad = improver.propose("Be sloppy.", "planted");
    assertThat(improver.tryOut(bad.id(), TASKS, attempts, line -> {}).version()).isEqualTo(1);

    Improvement found =
        improver.improve(
            "test",
            TASKS,
            attempts,
            (text, traces, seed) -> {
              assertThat(traces).allMatch(trace -> trace.contains("def "));
              return Optional.of(new Reflection.Thought("Be thorough.", 100));
            },
            line -> {});

    assertThat(found.version()).as(found.message()).isEqualTo(2);
    assertThat(improver.inForce().text()).isEqualTo("Be thorough.");
    Trial trial = found.candidates().getFirst().trials().getFirst();
    assertThat(trial.number()).as("the planted one was the first").isEqualTo(2);
    assertThat(trial.solvedAfter()).isGreaterThan(trial.solvedBefore());
    assertThat(found.tokens()).isPositive();
  }

  /**
   * Solves a third of what it is asked, all of it when told to be thorough, nothing when sloppy.
   */
  private static final class Obedient extends BaseOnlyModel {
    @Override
    public String name() {
      return "obedient";
    }

    @Override
    public Answer answer(Question question) {
      String told = question.turns().getFirst().content();
      String order = question.turns().getLast().content();
      CodeTask task =
          TASKS.stream()
              .filter(one -> order.startsWith(one.prompt().strip()))
              .findFirst()
              .orElseThrow();
      double ease = told.contains("thorough") ? 1 : told.contains("sloppy") ? 0 : 0.3;
      Random random = new Random(question.options().seed() + task.id().hashCode());
      random.nextDouble();
      boolean right = random.nextDouble() < ease;
      String program = right ? solution(task.id()) : "def wrong():\n    pass\n";
      return new Answer(
          "```python\n" + program + "\n```",
          0.5,
          name(),
          "base",
          "",
          Duration.ofMillis(1),
          100,
          80,
          List.of());
    }

    private static String solution(String task) {
      String resource = "/solutions/" + task + ".py";
      try (InputStream in = PromptTrialIntegrationTests.class.getResourceAsStream(resource)) {
        return new String(
            Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

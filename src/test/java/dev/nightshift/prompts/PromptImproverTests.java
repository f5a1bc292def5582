package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptImproverTests {
  private static final List<CodeTask> TASKS = PromptTasks.some(24);
  private static final PromptSettings ASKING =
      new PromptSettings(
          PromptSettings.Adopt.ASK,
          0.02,
          0.05,
          4,
          5,
          0.7,
          200,
          400_000,
          6,
          PromptSettings.Search.NEVER,
          Duration.ofMinutes(30),
          List.of());

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private final Set<String> reflectedOn = new HashSet<>();
  private final Set<String> tried = new HashSet<>();
  private PromptLedger ledger;

  @BeforeEach
  void open() {
    ledger = new PromptLedger(folder, new Instructions(1, "Write Python."));
  }

  private PromptImprover improver(PromptSettings settings) {
    return new PromptImprover(ledger, settings, InstantSource.system());
  }

  /** The more often a text says "care", the better; by luck, and up to a point. */
  private TaskAttempts.Attempted attempt(CodeTask task, Instructions instructions, long seed) {
    tried.add(task.id());
    double ease = Math.min(0.9, 0.2 + 0.3 * (instructions.text().split("care", -1).length - 1));
    if (instructions.text().contains("haste")) {
      ease = 0.05;
    }
    Random random = new Random(31 * seed + task.id().hashCode());
    int passed = 0;
    for (int row = 0; row < 6; row++) {
      passed += random.nextDouble() < ease ? 1 : 0;
    }
    Score score = new Score(passed / 6.0, passed == 6, 100, 50);
    return new TaskAttempts.Attempted(score, passed == 6 ? "" : "trace of " + task.id());
  }

  private Optional<Reflection.Thought> care(String text, List<String> traces, long seed) {
    reflectedOn.addAll(traces);
    return Optional.of(new Reflection.Thought(text + " Take care.", 10));
  }

  private Improvement improve(PromptSettings settings, Reflection reflection) {
    return improver(settings).improve("test", TASKS, this::attempt, reflection, told::add);
  }

  @Test
  void what_reflection_finds_and_the_trial_confirms_is_the_next_version() {
    Improvement improvement = improve(PromptSettings.defaults(), this::care);

    assertThat(improvement.version()).isEqualTo(2);
    PromptVersion now = ledger.history().inForce();
    assertThat(now.instructions().text()).startsWith("Write Python.").contains("Take care.");
    assertThat(now.by()).isEqualTo("trial");
    assertThat(now.reason()).contains("the mean score rises", "(p < 0.0001)");
    assertThat(improvement.tokens()).isPositive();
    assertThat(ledger.history().version(1).orElseThrow().inForce()).isFalse();
  }

  @Test
  void held_out_tasks_are_never_reflected_on() {
    improve(PromptSettings.defaults(), this::care);

    Set<String> open = new HashSet<>();
    TaskSplit.of(TASKS).open().forEach(task -> open.add("trace of " + task.id()));
    assertThat(reflectedOn).isNotEmpty().isSubsetOf(open);
    assertThat(tried).hasSize(TASKS.size());
  }

  @Test
  void a_planted_bad_prompt_is_rejected_with_its_numbers_and_kept() {
    PromptImprover improver = improver(PromptSettings.defaults());
    Candidate bad = improver.propose("Write Python in haste.", "planted");

    Improvement improvement = improver.tryOut(bad.id(), TASKS, this::attempt, told::add);

    assertThat(improvement.version()).isEqualTo(1);
    CandidateRecord kept = ledger.history().candidate(bad.id()).orElseThrow();
    assertThat(kept.status()).isEqualTo(CandidateRecord.Status.REJECTED);
    assertThat(kept.trials()).hasSize(1);
    assertThat(kept.trials().getFirst().scoreAfter())
        .isLessThan(kept.trials().getFirst().scoreBefore());
    assertThat(kept.reason()).contains("the mean score changes by -0.");
    assertThatThrownBy(() -> improver.tryOut(bad.id(), TASKS, this::attempt, told::add))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("rejected already");
    assertThatThrownBy(() -> improver.adopt(bad.id(), "anna", "I want it", false))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("lost its trial");
  }

  @Test
  void what_is_worse_than_its_parent_never_reaches_a_trial() {
    Improvement improvement =
        improve(
            PromptSettings.defaults(),
            (text, traces, seed) ->
                Optional.of(new Reflection.Thought("Write in haste " + seed + ".", 10)));

    assertThat(improvement.version()).isEqualTo(1);
    assertThat(improvement.candidates())
        .isNotEmpty()
        .allMatch(one -> one.status() == CandidateRecord.Status.REJECTED)
        .allMatch(one -> one.trials().isEmpty());
    assertThat(improvement.message()).contains("none of");
    Set<String> heldOut = new HashSet<>();
    TaskSplit.of(TASKS).heldOut().forEach(task -> heldOut.add(task.id()));
    assertThat(tried).doesNotContainAnyElementsOf(heldOut);
  }

  @Test
  void a_winner_waits_where_a_person_shall_decide() {
    PromptImprover improver = improver(ASKING);
    Candidate good = improver.propose("Take care, care and care.", "by hand");

    assertThat(improver.tryOut(good.id(), TASKS, this::attempt, told::add).version()).isEqualTo(1);
    assertThat(ledger.history().candidate(good.id()).orElseThrow().status())
        .isEqualTo(CandidateRecord.Status.WON);
    assertThat(improver.adopt(good.id(), "anna", "it won", false)).isEqualTo(2);
    assertThat(improver.inForce()).isEqualTo(new Instructions(2, "Take care, care and care."));
  }

  @Test
  void any_version_can_be_put_in_force_again_and_numbers_are_never_used_twice() {
    PromptImprover improver = improver(PromptSettings.defaults());
    improver.adopt(improver.propose("Two.", "by hand").id(), "anna", "forced", true);
    assertThat(ledger.history().inForce().reason()).isEqualTo("forced, untried: forced");
    improver.rollBack(1, "anna", "it was better");
    assertThat(improver.inForce().text()).isEqualTo("Write Python.");
    assertThat(improver.adopt(improver.propose("Three.", "x").id(), "anna", "forced", true))
        .isEqualTo(3);
    improver.rollBack(2, "anna", "again");

    assertThat(improver.inForce()).isEqualTo(new Instructions(2, "Two."));
    assertThatThrownBy(() -> improver.rollBack(2, "anna", "again"))
        .isInstanceOf(PromptException.class);
    assertThatThrownBy(() -> improver.rollBack(9, "anna", "again"))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("there are 1 to 3");
    assertThat(improver.events()).hasSize(6);
  }

  @Test
  void nothing_is_tried_on_too_few_tasks() {
    PromptImprover improver = improver(PromptSettings.defaults());
    Candidate one = improver.propose("Two.", "by hand");

    assertThatThrownBy(
            () -> improver.tryOut(one.id(), TASKS.subList(0, 3), this::attempt, told::add))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("add tasks");
    assertThat(ledger.history().candidate(one.id()).orElseThrow().status())
        .isEqualTo(CandidateRecord.Status.PROPOSED);
  }

  @Test
  void the_search_ends_when_its_tokens_are_spent() {
    PromptSettings poor =
        new PromptSettings(
            PromptSettings.Adopt.WON,
            0.02,
            0.05,
            4,
            5,
            0.7,
            200,
            2_000,
            6,
            PromptSettings.Search.NEVER,
            Duration.ofMinutes(30),
            List.of());

    Improvement improvement =
        improve(
            poor,
            (text, traces, seed) ->
                Optional.of(new Reflection.Thought("Write in haste " + seed + ".", 10)));

    assertThat(improvement.candidates()).hasSizeLessThan(3);
  }

  @Test
  void rules_are_considered_before_reflection() {
    PromptImprover improver = improver(PromptSettings.defaults());
    improver.suggest("Write Python. Take care, care.", "wrong outputs");
    assertThat(improver.suggest("Write Python. Take care, care.", "again").candidate().id())
        .as("no text is a candidate twice")
        .isEqualTo("c1");

    improver.improve(
        "test", TASKS, this::attempt, (text, traces, seed) -> Optional.empty(), told::add);

    CandidateRecord one = ledger.history().candidate("c1").orElseThrow();
    assertThat(one.candidate().origin()).isEqualTo(Origin.RULES);
    assertThat(one.candidate().why()).isEqualTo("wrong outputs");
    assertThat(one.status()).isEqualTo(CandidateRecord.Status.ADOPTED);
  }
}

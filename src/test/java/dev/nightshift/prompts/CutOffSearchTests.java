package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that are stopped, and what is decided while one goes on. */
class CutOffSearchTests {
  private static final List<CodeTask> TASKS = PromptTasks.some(24);
  private static final Reflection NONE = (text, traces, seed) -> Optional.empty();

  @TempDir Path folder;
  private PromptLedger ledger;
  private PromptImprover improver;
  private int made;

  @BeforeEach
  void open() {
    ledger = new PromptLedger(folder, new Instructions(1, "Write Python."));
    improver = new PromptImprover(ledger, PromptSettings.defaults(), InstantSource.system());
    improver.suggest("Write Python. Take care.", "wrong outputs");
  }

  /** Care solves everything; after so many attempts the time is up. */
  private TaskAttempts careUntil(int most) {
    return (task, instructions, seed) -> {
      if (++made > most) {
        throw new PromptException(PromptException.Code.STOPPED, "its 30 minutes were over");
      }
      boolean care = instructions.text().contains("care");
      return new TaskAttempts.Attempted(
          new Score(care ? 1 : 0.2, care, 100, 50), care ? "" : "trace");
    };
  }

  private PromptEvent.Searched searched() {
    return (PromptEvent.Searched) ledger.events().getLast();
  }

  @Test
  void a_search_that_is_stopped_at_once_says_so_and_leaves_candidates_waiting() {
    Improvement none = improver.improve("night", TASKS, careUntil(0), NONE, told -> {});

    assertThat(none.candidates()).isEmpty();
    assertThat(none.message()).contains("the search was cut off: its 30 minutes were over");
    assertThat(searched().cause()).isEqualTo("night");
    assertThat(searched().tokens()).isZero();
    assertThat(ledger.history().candidate("c1").orElseThrow().status())
        .isEqualTo(CandidateRecord.Status.PROPOSED);
  }

  @Test
  void one_whose_trial_is_cut_off_waits_and_is_tried_by_the_next_search() {
    int open = TaskSplit.of(TASKS, 5).open().size();
    Improvement cut = improver.improve("night", TASKS, careUntil(2 * open + 9), NONE, told -> {});

    assertThat(cut.message()).contains("c1 waits, as its trial was cut off");
    assertThat(cut.tokens()).as("with what the trial used").isEqualTo((2L * open + 9) * 150);
    assertThat(cut.version()).isEqualTo(1);
    CandidateRecord waiting = ledger.history().candidate("c1").orElseThrow();
    assertThat(waiting.trials()).as("an unfinished trial is none").isEmpty();

    made = 0;
    Improvement next = improver.improve("night", TASKS, careUntil(10_000), NONE, told -> {});
    assertThat(next.version()).isEqualTo(2);
    assertThat(searched().message()).contains("c1 is version 2");
  }

  @Test
  void what_a_person_decides_during_a_trial_holds() {
    TaskAttempts rejecting =
        (task, instructions, seed) -> {
          if (made == 0) {
            improver.reject("c1", "anna", "no");
          }
          return careUntil(10_000).attempt(task, instructions, seed);
        };

    Improvement done = improver.tryOut("c1", TASKS, rejecting, told -> {});

    assertThat(done.message()).contains("was decided by somebody");
    assertThat(done.version()).isEqualTo(1);
    assertThat(ledger.history().candidate("c1").orElseThrow().reason()).isEqualTo("no");
  }

  @Test
  void a_trial_against_what_is_no_longer_in_force_decides_nothing() {
    TaskAttempts adopting =
        (task, instructions, seed) -> {
          if (made == 0) {
            Candidate other = improver.propose("Another.", "by hand");
            improver.adopt(other.id(), "anna", "mine", true);
          }
          return careUntil(10_000).attempt(task, instructions, seed);
        };

    Improvement done = improver.tryOut("c1", TASKS, adopting, told -> {});

    assertThat(done.message()).contains("waits: version 2 was put in force");
    assertThat(improver.inForce().text()).isEqualTo("Another.");
  }

  @Test
  void a_second_search_at_the_same_time_is_refused_and_proposals_are_not() {
    List<String> refused = new CopyOnWriteArrayList<>();
    Reflection curious =
        (text, traces, seed) -> {
          Thread other =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        improver.propose("While it goes on.", "why");
                        try {
                          improver.improve("b", TASKS, careUntil(9), NONE, told -> {});
                        } catch (PromptException e) {
                          refused.add(String.valueOf(e.getMessage()));
                        }
                      });
          try {
            assertThat(other.join(Duration.ofSeconds(10))).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return Optional.of(new Reflection.Thought("Write Python with " + text, 1));
        };
    PromptSettings once =
        new PromptSettings(
            PromptSettings.Adopt.WON,
            0.02,
            0.05,
            4,
            5,
            0.7,
            200,
            400_000,
            1,
            PromptSettings.Search.NEVER,
            Duration.ofMinutes(30),
            List.of());
    improver = new PromptImprover(ledger, once, InstantSource.system());
    improver.reject("c1", "anna", "no");

    improver.improve("a", TASKS, careUntil(10_000), curious, told -> {});

    assertThat(refused).singleElement().asString().contains("another search or trial goes on");
    assertThat(ledger.events().stream().filter(PromptEvent.Searched.class::isInstance)).hasSize(1);
    assertThat(ledger.history().candidates())
        .extracting(one -> one.candidate().text())
        .contains("While it goes on.");
  }
}

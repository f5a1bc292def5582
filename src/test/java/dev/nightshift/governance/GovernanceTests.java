package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Fault;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.sandbox.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernanceTests {
  @TempDir Path folder;
  private final Loop loop = new Loop();
  private final Map<String, String> asked = new LinkedHashMap<>();
  private final List<NightFacts.Night> nights = new ArrayList<>();
  private @Nullable Phrasing phrasing;

  private Governance governance() {
    FailedQuestions questions =
        new FailedQuestions() {
          @Override
          public List<FailedQuestion> in(Span span) {
            return asked.entrySet().stream()
                .map(one -> new FailedQuestion(one.getKey(), one.getValue(), loop.instant()))
                .toList();
          }

          @Override
          public Map<String, String> words(Set<String> exchanges) {
            Map<String, String> words = new HashMap<>(asked);
            words.keySet().retainAll(exchanges);
            return words;
          }
        };
    NightFacts facts =
        new NightFacts() {
          @Override
          public List<Night> nights(Span span) {
            return nights.stream().filter(night -> span.holds(night.time())).toList();
          }

          @Override
          public List<TakenBack> takenBack(Span span) {
            return List.of();
          }

          @Override
          public Map<String, String> settings() {
            return Map.of("nightshift.tuning.replay-share", "0.25");
          }
        };
    return new Governance(
        GovernanceSettings.defaults(),
        new GovernanceSources(
            folder,
            questions,
            WordEmbedder::new,
            facts,
            new RuleBasedPrompts(() -> new Instructions(loop.version, "Write Python.")),
            span -> List.of(),
            Optional.ofNullable(phrasing),
            loop));
  }

  private void night(String state, String reason) {
    nights.add(
        new NightFacts.Night(
            "2026-11-22", loop.instant(), state, "adapter_1", reason, 9, 5, 1, 3, 0, 0));
  }

  @Test
  void more_than_five_failures_in_the_window_write_one_report_in_it() {
    Governance governance = governance();

    loop.run(governance.recorder(), "double", Loop.wrong(5));
    assertThat(governance.reports()).isEmpty();
    loop.run(governance.recorder(), "double", Loop.wrong(1));
    assertThat(governance.reports()).hasSize(1);
    loop.run(governance.recorder(), "double", Loop.wrong(7));
    assertThat(governance.reports()).hasSize(1);
    loop.pass(Duration.ofMinutes(61));
    loop.run(governance.recorder(), "double", Loop.wrong(6));
    assertThat(governance.reports()).hasSize(2);
    assertThat(governance.reports().getFirst().trigger()).isEqualTo("run");
  }

  @Test
  void a_report_says_how_things_stand_what_failed_and_what_to_do() {
    Governance governance = governance();
    loop.run(
        governance.recorder(),
        "double",
        Loop.found(1, Finding.Code.FORBIDDEN_IMPORT, "the module os may not be imported"),
        Loop.found(2, Finding.Code.FORBIDDEN_IMPORT, "the module os may not be imported"),
        Loop.found(3, Finding.Code.FORBIDDEN_IMPORT, "the module os may not be imported"),
        Loop.failed(4, Fault.Kind.WRONG_VALUE),
        Loop.failed(5, Fault.Kind.WRONG_VALUE),
        Loop.failed(6, Fault.Kind.TOO_LATE));

    GovernanceReport report = governance.last().orElseThrow();

    assertThat(report.systemStatus().state()).isEqualTo("critical");
    assertThat(report.systemStatus().attempts().count()).isZero();
    assertThat(report.systemStatus().attempts().upper()).isBetween(0.3, 0.5);
    assertThat(report.actionItems()).extracting(ActionItem::priority).containsExactly(1, 2, 3);
    assertThat(report.actionItems().getFirst().issue()).isEqualTo("forbidden_imports");
    assertThat(report.actionItems().getFirst().status()).isEqualTo("proposed");
    assertThat(Objects.requireNonNull(report.improvedPrompt()).text())
        .startsWith("Write Python.\n")
        .contains("never import os");
    assertThat(String.join("\n", ReportText.lines(report)))
        .contains("0 of 1 (0 %", "critical forbidden imports: 3 of 6 attempts, in 1 run")
        .contains("code/attempts/validation_failure_", "What to do", "Proposed instructions");
  }

  @Test
  void what_was_promised_held_only_where_it_is_more_than_noise() {
    Governance governance = governance();
    for (int i = 0; i < 8; i++) {
      loop.run(
          governance.recorder(),
          "t" + i,
          Loop.found(1, Finding.Code.FORBIDDEN_IMPORT, "the module os may not be imported"),
          Loop.failed(2, Fault.Kind.WRONG_VALUE));
    }
    loop.pass(Duration.ofMinutes(1));
    governance.report(Duration.ofHours(1));
    loop.pass(Duration.ofHours(2));
    loop.version = 2;
    for (int i = 0; i < 8; i++) {
      loop.run(
          governance.recorder(),
          "t" + i,
          i < 5 ? Loop.failed(1, Fault.Kind.WRONG_VALUE) : Loop.passed(1));
    }
    loop.pass(Duration.ofMinutes(1));

    PreviousReport previous =
        Objects.requireNonNull(governance.report(Duration.ofHours(1)).previous());

    Map<String, Promise> promises = new HashMap<>();
    previous.promises().forEach(one -> promises.put(one.issue(), one));
    Promise imports = Objects.requireNonNull(promises.get("forbidden_imports"));
    Promise outputs = Objects.requireNonNull(promises.get("wrong_output"));
    assertThat(imports.verdict()).isEqualTo("held");
    assertThat(imports.pValue()).isLessThan(0.001);
    assertThat(imports.explanation())
        .contains("8 of 8 runs before, 0 of 8 since", "version 1 before, 2");
    assertThat(outputs.verdict()).isEqualTo("unclear");
    assertThat(outputs.explanation()).contains("5 of 8 since");
  }

  @Test
  void failed_questions_are_grouped_and_no_words_of_them_are_written_down() throws IOException {
    asked.put("e1", "capital of france");
    asked.put("e2", "capital of france please");
    asked.put("e3", "boiling point of water");
    Governance governance = governance();

    GovernanceReport report = governance.report(Duration.ofHours(1));

    assertThat(report.questions().failed()).isEqualTo(3);
    assertThat(report.questions().clusters()).hasSize(1);
    assertThat(report.questions().single()).isEqualTo(1);
    assertThat(report.questions().clusters().getFirst().name()).contains("france");
    assertThat(report.questions().clusters().getFirst().examples()).contains("capital of france");
    String file = Files.readString(folder.resolve("reports").resolve(report.fileName()));
    assertThat(file).contains("e1", "e2").doesNotContain("france").doesNotContain("water");

    asked.clear();
    GovernanceReport later = governance.last().orElseThrow();
    assertThat(later.questions().clusters().getFirst().name()).isEqualTo("(forgotten)");
    assertThat(later.questions().clusters().getFirst().examples()).isEmpty();
  }

  @Test
  void a_setting_is_proposed_untried_and_recommended_only_by_its_bench() throws IOException {
    night("REJECTED", "a significant loss of old knowledge: 9 questions lost, 1 won, p = 0.0107");
    Governance governance = governance();

    governance.nightEnded();

    SettingProposal proposal = governance.last().orElseThrow().nights().proposals().getFirst();
    assertThat(proposal.tried()).isFalse();
    assertThat(proposal.status()).isEqualTo("proposed");
    assertThat(proposal.bench())
        .isEqualTo(
            "bench/setting nightshift.tuning.replay-share 0.25 0.50"
                + " HOME/code/benches/nightshift.tuning.replay-share_0.50.json");

    bench("0.50", 8, 0);
    SettingProposal tried = governance.report(Duration.ofHours(1)).nights().proposals().getFirst();
    assertThat(tried.status()).isEqualTo("recommended");
    assertThat(tried.result()).contains("8 won, 0 lost");

    bench("0.50", 3, 2);
    assertThat(governance.report(Duration.ofHours(1)).nights().proposals().getFirst().status())
        .isEqualTo("refuted");

    bench("0.75", 8, 0);
    assertThat(governance.report(Duration.ofHours(1)).nights().proposals().getFirst().tried())
        .isFalse();
  }

  private void bench(String value, int won, int lost) throws IOException {
    Path file = folder.resolve("benches/nightshift.tuning.replay-share_0.50.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"setting": "nightshift.tuning.replay-share", "current": "0.25", "proposed": "%s",
         "measures": [{"name": "kept", "total": 40, "before": 20, "after": %d, "won": %d,
         "lost": %d}]}
        """
            .formatted(value, 20 + won - lost, won, lost));
  }

  @Test
  void the_timeline_tells_all_in_its_order() {
    Governance governance = governance();
    night("ACTIVE", "proven");
    loop.pass(Duration.ofMinutes(1));
    loop.run(governance.recorder(), "double", Loop.passed(1));
    loop.pass(Duration.ofMinutes(1));
    governance.report(Duration.ofHours(1));

    assertThat(governance.timeline())
        .extracting(TimelineEntry::kind)
        .containsExactly("night", "adoption", "report");
    assertThat(governance.timeline().get(1).artifact()).startsWith("attempts/attempt_2026");
    assertThat(folder.resolve(governance.timeline().get(1).artifact())).exists();
  }

  @Test
  void why_it_fails_is_answered_with_counted_numbers_and_the_files_they_come_from() {
    Governance governance = governance();
    loop.run(governance.recorder(), "double", Loop.wrong(3));

    GovernanceAnswer answer = governance.ask("why is code generation failing?");

    assertThat(answer.intent()).isEqualTo("failures");
    assertThat(answer.answer()).contains("3 of 3 (100 %").contains("wrong output (critical)");
    assertThat(answer.citations())
        .contains("attempts/index.jsonl")
        .anyMatch(c -> c.contains("error_"));
    assertThat(answer.citations()).allSatisfy(file -> assertThat(folder.resolve(file)).exists());
    assertThat(governance.ask("how does double stand?").intent()).isEqualTo("task");
    assertThat(governance.ask("is it getting better?").intent()).isEqualTo("trend");
    assertThat(governance.ask("what went wrong in the nights?").answer())
        .startsWith("There was no night lately");
    GovernanceAnswer unknown = governance.ask("who won the cup?");
    assertThat(unknown.intent()).isEqualTo("unknown");
    assertThat(unknown.answer()).contains("why is code generation failing?");
  }

  @Test
  void a_model_may_phrase_it_and_no_number_of_its_own_is_let_through() {
    loop.run(governance().recorder(), "double", Loop.wrong(3));

    phrasing = (question, facts) -> "All 3 attempts gave a wrong value.";
    assertThat(governance().ask("why does it fail?").phrasedBy()).isEqualTo("model");
    for (String wrong :
        List.of("4 attempts failed.", "Half of them failed.", "Nine attempts failed.", " ")) {
      phrasing = (question, facts) -> wrong;
      GovernanceAnswer answer = governance().ask("why does it fail?");
      assertThat(answer.phrasedBy()).as(wrong).isEqualTo("program");
      assertThat(answer.answer()).contains("3 of 3");
    }
    phrasing =
        (question, facts) -> {
          throw new IllegalStateException("the model is away");
        };
    assertThat(governance().ask("why does it fail?").phrasedBy()).isEqualTo("program");
  }

  @Test
  void a_night_that_ended_well_needs_no_report() {
    night("ACTIVE", "proven");
    Governance governance = governance();

    governance.nightEnded();

    assertThat(governance.last()).isEmpty();
  }
}

package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.Instructions;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.sandbox.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that proposes instructions has better ones searched for, and says what that came to. */
class InstructionSearchTests {
  @TempDir Path folder;
  private final Loop loop = new Loop();
  private InstructionSearch planned = InstructionSearch.waiting("after the next night");

  private Governance governance() {
    RuleBasedPrompts rules = new RuleBasedPrompts(() -> new Instructions(1, "Write Python."));
    PromptProposals prompts =
        new PromptProposals() {
          @Override
          public Optional<ImprovedPrompt> improve(FailureAnalysis analysis) {
            return rules
                .improve(analysis)
                .map(
                    one ->
                        new ImprovedPrompt(
                            1, "c1", "proposed", one.origin(), one.text(), one.added()));
          }

          @Override
          public InstructionSearch search() {
            return planned;
          }
        };
    return new Governance(
        GovernanceSettings.defaults(),
        new GovernanceSources(
            folder,
            FailedQuestions.none(),
            WordEmbedder::new,
            NightFacts.none(),
            prompts,
            span -> List.of(),
            Optional.empty(),
            loop));
  }

  private static Attempt[] forbidden() {
    return IntStream.rangeClosed(1, 6)
        .mapToObj(n -> Loop.found(n, Finding.Code.FORBIDDEN_IMPORT, "the module os is forbidden"))
        .toArray(Attempt[]::new);
  }

  private InstructionSearch done(String state) {
    return InstructionSearch.done(
        "c1 is " + state + ": noise gives as much",
        loop.instant(),
        48_195,
        240,
        List.of(new InstructionSearch.Candidate("c1", state, "noise gives as much")));
  }

  @Test
  void a_report_waits_for_the_search_and_is_completed_by_it() {
    Governance governance = governance();
    assertThat(governance.searchWaits()).isFalse();
    loop.run(governance.recorder(), "double", forbidden());
    GovernanceReport before = governance.last().orElseThrow();
    assertThat(governance.searchWaits()).isTrue();
    assertThat(String.join("\n", ReportText.lines(before)))
        .contains("search for better ones: waiting, after the next night");
    assertThat(before.actionItems().getFirst().status()).isEqualTo("proposed");

    governance.searched(done("rejected"));

    assertThat(governance.searchWaits()).isFalse();
    GovernanceReport after = governance.last().orElseThrow();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.analysis()).isEqualTo(before.analysis());
    assertThat(Objects.requireNonNull(after.improvedPrompt()).state()).isEqualTo("rejected");
    assertThat(after.actionItems().getFirst().status()).isEqualTo("refuted");
    assertThat(String.join("\n", ReportText.lines(after)))
        .contains("(240 s, 48195 tokens): c1 is rejected", "    c1 rejected: noise gives as much");
  }

  @Test
  void a_search_completes_every_report_that_waited_and_no_other() {
    Governance governance = governance();
    loop.run(governance.recorder(), "double", forbidden());
    loop.pass(Duration.ofHours(2));
    loop.run(governance.recorder(), "double", forbidden());
    loop.pass(Duration.ofHours(2));
    GovernanceReport quiet = governance.report(Duration.ofMinutes(5));
    governance.searched(done("adopted"));
    governance.searched(done("rejected"));

    assertThat(governance.reports())
        .extracting(one -> one.search() == null ? "none" : one.search().message())
        .containsExactly(
            "none", "c1 is adopted: noise gives as much", "c1 is adopted: noise gives as much");
    assertThat(Objects.requireNonNull(quiet.previous()).search()).isNotNull();
    assertThat(governance.reports().get(1).actionItems().getFirst().status()).isEqualTo("adopted");
  }

  @Test
  void without_a_search_a_report_says_how_to_have_one_and_one_by_hand_counts() {
    planned = InstructionSearch.off("say improve");
    Governance governance = governance();
    loop.run(governance.recorder(), "double", forbidden());

    assertThat(governance.searchWaits()).isFalse();
    assertThat(String.join("\n", ReportText.lines(governance.last().orElseThrow())))
        .contains("search for better ones: off, say improve");
    governance.searched(done("won"));
    assertThat(governance.last().orElseThrow().actionItems().getFirst().status())
        .isEqualTo("recommended");
  }
}

package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Instructions;
import dev.nightshift.embedding.WordEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenAttemptsTests {
  @TempDir Path folder;
  private final Loop loop = new Loop();

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("attempts"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  @Test
  void attempts_their_files_and_what_reports_say_of_them_go_and_the_others_stay()
      throws IOException {
    Governance governance =
        new Governance(
            GovernanceSettings.defaults(),
            new GovernanceSources(
                folder,
                FailedQuestions.none(),
                WordEmbedder::new,
                NightFacts.none(),
                new RuleBasedPrompts(() -> new Instructions(1, "Write Python.")),
                span -> List.of(),
                Optional.empty(),
                loop));
    String hers = loop.run(governance.recorder(), "hallkeys", Loop.wrong(3)).id();
    loop.pass(Duration.ofSeconds(1));
    String shared = loop.run(governance.recorder(), "primes", Loop.wrong(1)).id();
    loop.pass(Duration.ofSeconds(1));
    String others = loop.run(governance.recorder(), "primes", Loop.wrong(2)).id();
    GovernanceReport before = governance.report(Duration.ofHours(1));
    assertThat(Files.readString(folder.resolve("reports").resolve(before.fileName())))
        .contains("hallkeys", hers, shared, others);

    governance.forget(Set.of(hers, shared));

    assertThat(governance.attempts().attempts())
        .hasSize(2)
        .allMatch(one -> one.run().equals(others));
    assertThat(governance.attempts().runs()).extracting(RunEntry::run).containsExactly(others);
    assertThat(files()).hasSize(1 + 2 * 2).noneMatch(name -> name.contains(hers));
    for (GovernanceReport report : governance.reports()) {
      assertThat(Files.readString(folder.resolve("reports").resolve(report.fileName())))
          .contains("primes", "(what it was about has been forgotten)")
          .doesNotContain("hallkeys")
          .doesNotContain(hers)
          .doesNotContain(shared);
      assertThat(report.analysis().failed()).as("counts stay").isEqualTo(6);
    }

    List<GovernanceReport> once = governance.reports();
    governance.forget(Set.of(hers, shared));
    assertThat(governance.reports()).isEqualTo(once);
  }
}

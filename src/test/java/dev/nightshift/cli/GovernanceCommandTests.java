package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.GovernanceRequest;
import dev.nightshift.assembly.GovernanceRequest.Wanted;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GovernanceCommandTests {
  @TempDir Path home;
  private final FakeOperations operations = new FakeOperations();

  private CliRun run(String... args) {
    return CliRun.of(home, operations, args);
  }

  @Test
  void a_report_looks_as_far_back_as_it_is_told() {
    run("governance", "report");
    run("governance", "report", "--since", "90m");
    run("governance", "report", "--since", "7d");
    run("governance", "report", "--last");

    assertThat(operations.requests)
        .containsExactly(
            new GovernanceRequest(Wanted.REPORT),
            new GovernanceRequest(Wanted.REPORT, 5_400_000L, null),
            new GovernanceRequest(Wanted.REPORT, 604_800_000L, null),
            new GovernanceRequest(Wanted.LAST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0h", "1 week", "-1h", "h", "1.5h"})
  void what_is_no_length_of_time_is_wrong_use(String since) {
    assertThat(run("governance", "report", "--since=" + since).status()).isEqualTo(2);
    assertThat(operations.requests).isEmpty();
  }

  @Test
  void the_newest_report_is_not_written_anew() {
    assertThat(run("governance", "report", "--last", "--since", "1h").status()).isEqualTo(2);
    assertThat(run("governance").err()).contains("report", "timeline", "ask");
  }

  @Test
  void a_question_needs_no_quotes_and_the_timeline_is_printed_in_lines() {
    run("governance", "ask", "why", "does", "it", "fail?");
    CliRun timeline = run("governance", "timeline");

    assertThat(operations.requests)
        .containsExactly(
            new GovernanceRequest(Wanted.ASK, null, "why does it fail?"),
            new GovernanceRequest(Wanted.TIMELINE));
    assertThat(timeline.out()).contains("2026-11-22T02:00:00Z  night", "2026-11-22: active");
  }
}

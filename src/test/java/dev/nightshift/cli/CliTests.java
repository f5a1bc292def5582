package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Request;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTests {
  @TempDir Path home;
  private final FakeOperations operations = new FakeOperations();

  @Test
  void helpNamesEveryCommandAndIsDone() {
    CliRun run = run("--help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("ask", "feedback", "import", "harvest", "train", "deploy", "rollback")
        .contains("nightly", "status", "eval", "drill", "serve", "demo", "model")
        .doesNotContain("trainer");
  }

  @Test
  void everyCommandHasHelpOfItsOwn() {
    assertThat(run("ask", "--help").out()).contains("Answers a question", "--json", "--home");
  }

  @Test
  void anAnswerSaysWhichCorrectionsTheModelWasTold() {
    assertThat(run("ask", "What?").out()).contains("told the correction of x0", "\"Capital?\"");
  }

  @Test
  void evalAsksWithoutCorrectionsUnlessTold() throws IOException {
    Path file = Files.writeString(home.resolve("q.jsonl"), "{}");
    run("eval", file.toString());
    run("eval", file.toString(), "--augmented", "--adapter", "base");
    assertThat(operations.requests)
        .containsExactly(
            new Request.Eval(file.toString(), "current", false, false),
            new Request.Eval(file.toString(), "base", false, true));
  }

  @Test
  void wordsOfAQuestionNeedNoQuotes() {
    run("ask", "What", "is", "it?");
    assertThat(operations.requests).containsExactly(new Request.Ask("What is it?", null, "cli"));
    assertThat(operations.closed).isTrue();
  }

  @Test
  void feedbackIsExactlyOneOfThree() {
    run("feedback", "x1", "--correct", "Better.");
    assertThat(operations.requests)
        .containsExactly(new Request.Feedback("x1", Feedback.Kind.CORRECTION, "Better.", "cli"));
    assertThat(run("feedback", "x1").status()).isEqualTo(2);
    assertThat(run("feedback", "x1", "--up", "--down").status()).isEqualTo(2);
    assertThat(operations.requests).hasSize(1);
  }

  @Test
  void momentsCarryTheirZone() {
    run("harvest", "--since", "2026-11-20T00:00:00Z", "--until", "2026-11-20T06:00:00+02:00");
    assertThat(operations.requests)
        .containsExactly(
            new Request.Harvest(
                Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-20T04:00:00Z")));
  }

  @Test
  void momentsWithoutAZoneAreInTheHarvestsZone() throws IOException {
    Files.writeString(
        home.resolve("application.yaml"), "nightshift.harvest.zone: Pacific/Auckland\n");
    run("harvest", "--since", "2026-11-20", "--until", "2026-11-20T14:00");
    assertThat(operations.requests)
        .containsExactly(
            new Request.Harvest(
                Instant.parse("2026-11-19T11:00:00Z"), Instant.parse("2026-11-20T01:00:00Z")));
  }

  @Test
  void aMomentThatIsNoneIsWrongUse() {
    CliRun run = run("harvest", "--since", "yesterday");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("not a moment: yesterday").contains("2026-11-20T14:00");
  }

  @Test
  void filesAreHandedOverAsAbsolutePaths() throws IOException {
    Path rows = Files.writeString(home.resolve("rows.jsonl"), "{}");
    run("train", "--data", rows.toString(), rows.toString());
    assertThat(operations.requests)
        .containsExactly(new Request.Train(List.of(rows.toString(), rows.toString())));
    assertThat(run("import", home.resolve("no.jsonl").toString()).status()).isEqualTo(2);
  }

  @Test
  void anAdapterToGoOnFromIsHandedOverAsItsAbsolutePathOrItsName() throws IOException {
    Path adapter = Files.createDirectory(home.resolve("theirs"));
    run("train", "--from", adapter.toString());
    run("train", "--from", "current");
    assertThat(operations.requests)
        .containsExactly(
            new Request.Train(List.of(), adapter.toString()),
            new Request.Train(List.of(), "current"));
    assertThat(run("train", "--from", "latest").out()).contains("going on from latest");
    assertThat(run("train").out()).doesNotContain("going on");
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE,0", "ROLLED_BACK,1", "REJECTED,1", "FAILED,1", "NOTHING_TO_DO,3"})
  void theExitStatusSaysHowItCameOut(String state, int status) {
    operations.state = state;
    assertThat(run("nightly").status()).isEqualTo(status);
    assertThat(run("deploy").status()).isEqualTo(status);
  }

  @Test
  void aNightSaysWhatAnswersNowOnlyWhereThatIsKnown() {
    operations.state = "ACTIVE";
    assertThat(run("nightly").out()).contains("ACTIVE: adapter_1 answers now");
    operations.state = "NOTHING_TO_DO";
    assertThat(run("nightly").out()).contains("NOTHING_TO_DO: adapter_1 answers now");
    for (String state : List.of("REJECTED", "ROLLED_BACK")) {
      operations.state = state;
      assertThat(run("nightly").out())
          .contains(state + ": tried adapter_1")
          .doesNotContain("answers now");
    }
    operations.state = "FAILED";
    assertThat(run("nightly").out()).contains("FAILED").doesNotContain("answers now");
  }

  @Test
  void theScheduledRunOfANightIsAskedForAsSuch() {
    run("nightly", "--scheduled");
    run("nightly");
    assertThat(operations.requests)
        .containsExactly(new Request.Nightly(true), new Request.Nightly());
  }

  @ParameterizedTest
  @CsvSource({"REQUEST,2", "CONFIGURATION,2", "BUSY,1", "FAILED,1"})
  void anOperationThatCouldNotBeDoneSaysSo(OperationException.Code code, int status) {
    operations.failure = new OperationException(code, "no such thing");
    CliRun run = run("rollback", "--to", "adapter_9");
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains("pipeline: no such thing").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aWrongCommandIsAnsweredWithTheRightOne() {
    CliRun run = run("statsu");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("status");
  }

  @Test
  void noCommandIsWrongUse() {
    assertThat(run().status()).isEqualTo(2);
  }

  @Test
  void aWrongSettingStopsBeforeAnythingIsDone() {
    CliRun run = CliRun.of(home, Map.of("NIGHTSHIFT_MODEL_BASE", " "), operations, "status");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("nightshift.model.base");
    assertThat(operations.requests).isEmpty();
  }

  @Test
  void progressGoesToStandardErrorAsPlainLines() {
    CliRun run = run("train");
    assertThat(run.err()).contains(" 10% training: step 1 of 10");
    assertThat(run.out()).doesNotContain("step 1");
  }

  private CliRun run(String... args) {
    return CliRun.of(home, operations, args);
  }
}

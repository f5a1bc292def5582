package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.OperationsProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scripts read these; docs/cli.md promises them. Adding a field is fine, changing one is not. */
class CliJsonShapeTests {
  private static final String ROLLOUT =
      "state adapter reason candidate baseline_ms swap_ms watch_ms detection_ms recovery_ms"
          + " total_ms";

  /** The shortest GGUF there is: magic, version 3, no tensors, no metadata. */
  private static final byte[] TINY_GGUF =
      ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0x46554747).putInt(3).array();

  @TempDir Path home;
  private final FakeOperations operations = new FakeOperations();

  @Test
  void ask() {
    assertThat(fields("ask", "What?"))
        .isEqualTo("id answer confidence model adapter latency_ms routing corrections");
    assertThat(names(json("ask", "What?").get("corrections").get(0)))
        .isEqualTo("exchange_id question answer relevance score");
  }

  @Test
  void feedback() {
    assertThat(fields("feedback", "x1", "--up")).isEqualTo("id exchange_id kind");
  }

  @Test
  void importOfAFile() throws IOException {
    assertThat(fields("import", file()))
        .isEqualTo("imported known feedback rejected reject_file errors");
    assertThat(names(json("import", file()).get("errors").get(0))).isEqualTo("line reason");
  }

  @Test
  void harvest() {
    assertThat(fields("harvest"))
        .isEqualTo(
            "state file failures kept dropped abstained quarantined duplicates corrections"
                + " deferred withdrawn left_to_person seats total_ms verified");
    assertThat(names(json("harvest").get("left_to_person").get(0)))
        .isEqualTo("id question reason proposals");
    assertThat(names(json("harvest").get("seats").get(0)))
        .isEqualTo("seat model asked votes malformed silent trouble");
  }

  @Test
  void train() {
    assertThat(fields("train"))
        .isEqualTo("state adapter reason rows final_loss adapter_bytes total_ms continued_from");
  }

  @Test
  void rolloutsRollbacksAndDrillsAreAlike() {
    assertThat(fields("deploy")).isEqualTo(ROLLOUT);
    assertThat(fields("rollback")).isEqualTo(ROLLOUT);
    assertThat(fields("drill")).isEqualTo(ROLLOUT);
  }

  @Test
  void nodes() {
    String all = "state adapter reason nodes steps total_ms";
    assertThat(fields("nodes")).isEqualTo(all);
    assertThat(fields("nodes", "forget", "b")).isEqualTo(all);
    assertThat(fields("deploy", "--all-nodes")).isEqualTo(all);
    assertThat(fields("rollback", "--all-nodes")).isEqualTo(all);
    assertThat(names(json("nodes").get("nodes").get(0)))
        .isEqualTo("name url state version adapter started heard note");
    assertThat(names(json("deploy", "--all-nodes").get("steps").get(0)))
        .isEqualTo("node canary state previous reason swap_ms watch_ms detection_ms recovery_ms");
  }

  @Test
  void nightly() {
    assertThat(fields("nightly")).isEqualTo("state adapter reason stages_ms total_ms");
  }

  @Test
  void status() {
    assertThat(fields("status"))
        .isEqualTo(
            "active_adapter latest_adapter exchanges failures_pending abstained last_night memory"
                + " model corrections adapters notifications_pending home server_url"
                + " tainted_adapters erasures_unfinished quarantined verified memory_log work");
    assertThat(names(json("status").get("last_night")))
        .isEqualTo("date state adapter reason total_ms");
    assertThat(names(json("status").get("work")))
        .isEqualTo("workers partitions done retries goes_on by");
    assertThat(names(json("status").get("work").get("workers").get(0)))
        .isEqualTo("name state doing decided");
  }

  @Test
  void forget() {
    assertThat(fields("forget", "--author", "mona"))
        .isEqualTo(
            "state exchanges feedback rows listed sealed runs files removed_adapters removed_models"
                + " tainted_adapters retraining told beyond_reach total_ms");
  }

  @Test
  void backup() {
    assertThat(fields("backup", "b.zip", "--models"))
        .isEqualTo(
            "state file bytes sha256 files content_bytes database models without_settings left_out"
                + " total_ms");
    assertThat(names(json("backup", "b.zip").get("models").get(0)))
        .isEqualTo("name bytes sha256 included");
  }

  @Test
  void quarantine() {
    assertThat(fields("quarantine", "list")).isEqualTo("state entries");
    assertThat(names(json("quarantine", "release", "x1").get("entries").get(0)))
        .isEqualTo("id correction_id author question correction reason at state");
  }

  @Test
  void code() {
    JsonNode reply = json("code", "run", "--task", "primes");
    assertThat(names(reply))
        .isEqualTo("state run task source rows tests_passed test_problem attempts duration_ms");
    assertThat(names(reply.get("rows").get(0)))
        .isEqualTo("id hidden output expected passed problem");
    assertThat(names(reply.get("attempts").get(0)))
        .isEqualTo(
            "number round parent pass_rate tests_passed feedback source writing_ms sandbox_ms");
  }

  @Test
  void governance() {
    JsonNode reply = json("governance", "timeline");
    assertThat(names(reply)).isEqualTo("state report reports timeline answer");
    assertThat(names(reply.get("timeline").get(0))).isEqualTo("time kind subject text artifact");
  }

  @Test
  void prompts() {
    assertThat(fields("governance", "prompts"))
        .isEqualTo("state message version versions candidates tokens");
    JsonNode reply = json("governance", "prompts", "c1");
    assertThat(names(reply.get("versions").get(0)))
        .isEqualTo("version in_force candidate adopted by reason text");
    assertThat(names(reply.get("candidates").get(0)))
        .isEqualTo("id status origin parent proposed why reason text trials");
    assertThat(names(reply.get("candidates").get(0).get("trials").get(0)))
        .isEqualTo(
            "against number tasks pairs score_before score_after solved_before solved_after"
                + " tasks_won tasks_lost p_value alpha extra_tokens won reason");
  }

  @Test
  void runsOfPrograms() {
    assertThat(fields("code", "runs")).isEqualTo("state runs run");
    JsonNode shown = json("code", "show", "20261122-one");
    assertThat(names(shown.get("runs").get(0)))
        .isEqualTo("id owner task state created started ended attempts pass_rate problem");
    assertThat(names(shown.get("run")))
        .isEqualTo("summary prompt source rows tests_passed test_problem attempts");
    assertThat(names(shown.get("run").get("attempts").get(0)))
        .isEqualTo(
            "number round parent rows rows_passed pass_rate tests_passed problems feedback source"
                + " writing_ms sandbox_ms growth practice");
  }

  @Test
  void eval() throws IOException {
    assertThat(fields("eval", file())).isEqualTo("total correct adapter results");
    assertThat(names(json("eval", file()).get("results").get(0)))
        .isEqualTo("question answer correct adapter augmented");
  }

  @Test
  void modelList() throws IOException {
    assertThat(fields("model", "list")).isEqualTo("models");
    Path models = Files.createDirectories(home.resolve("models"));
    Files.write(models.resolve("tiny.gguf"), TINY_GGUF);
    assertThat(names(json("model", "list").get("models").get(0)))
        .isEqualTo("name file bytes sha256");
  }

  @Test
  void modelFetchOfWhatIsHere() throws IOException {
    Path model = Files.write(home.resolve("tiny.gguf"), TINY_GGUF);
    assertThat(fields("model", "fetch", model.toString())).isEqualTo("name file bytes sha256");
  }

  @Test
  void demo() {
    DemoReport.Score score = new DemoReport.Score(1, 2, 3);
    DemoReport report =
        new DemoReport(
            "LEARNED",
            "adapter_1",
            null,
            score,
            score,
            score,
            score,
            score,
            "ACTIVE",
            "ROLLED_BACK",
            1,
            2,
            3L,
            4L,
            5,
            "/home");
    JsonNode json = OperationsProtocol.json().valueToTree(report);
    assertThat(names(json))
        .isEqualTo(
            "state adapter reason learned paraphrases kept kept_always_on neighbours night drill"
                + " adapter_bytes night_ms detection_ms recovery_ms total_ms home");
    assertThat(names(json.get("learned"))).isEqualTo("before after total");
  }

  @Test
  void aFailureIsOneObjectToo() {
    operations.failure = new OperationException(OperationException.Code.BUSY, "locked");
    JsonNode error = json("ask", "What?").get("error");
    assertThat(names(error)).isEqualTo("code message");
    assertThat(error.get("code").asString()).isEqualTo("BUSY");
  }

  @Test
  void wrongUseIsOneObjectToo() {
    assertThat(json("ask").get("error").get("code").asString()).isEqualTo("USAGE");
  }

  private String file() throws IOException {
    return Files.writeString(home.resolve("file.jsonl"), "{}").toString();
  }

  private String fields(String... args) {
    return names(json(args));
  }

  private static String names(JsonNode node) {
    return String.join(" ", node.propertyNames());
  }

  /** Everything on standard output, which must be one object on one line. */
  private JsonNode json(String... args) {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--json";
    String out = CliRun.of(home, operations, all).out();
    assertThat(out.lines()).hasSize(1);
    return JsonMapper.shared().readTree(out);
  }
}

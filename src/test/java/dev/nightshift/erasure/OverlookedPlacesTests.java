package dev.nightshift.erasure;

import static dev.nightshift.erasure.ErasureHouse.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.Evidence;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.harvest.LedgerEntry;
import dev.nightshift.harvest.LedgerOutcome;
import dev.nightshift.home.DurableLines;
import dev.nightshift.home.FileDigest;
import dev.nightshift.quarantine.Ruling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places in which words are easily overlooked, and what must not go with them. */
class OverlookedPlacesTests {
  private static final String SECRET = "zyqvarnex";
  private static final String QUESTION = "Who has the key of " + SECRET + " hall?";
  private static final String BETTER = "Mona keeps the key of " + SECRET + " hall.";
  private static final ErasureOrder MONA = new ErasureOrder.OfAuthor("mona");

  @TempDir Path root;
  private ErasureHouse house;
  private TrainingRow bens;

  @BeforeEach
  void fill() throws IOException {
    house = new ErasureHouse(root);
    house.asked("m1", "mona", QUESTION, "Nobody knows " + SECRET, false);
    house.corrected("f1", "m1", "mona", BETTER);
    house.asked("b1", "ben", "Which port does Quillon use?", "Port 80", false);
    house.corrected("f2", "b1", "ben", "Quillon listens on port 7341.");
    house.asked("b2", "ben", "Who owns the hall?", "The town.", false);
    house.corrected("f3", "b2", "mona", "Mona and " + SECRET + " own it together.");
    bens = house.harvested("Which port does Quillon use?", "Port 7341.", "ben", "b1");
    house.write("logs/training_1.log", "INFO began\n");
    house.write("state/training/2026-03-01/examples.jsonl", "{}\n");
    house
        .jdbc
        .sql(
            "insert into nightly_runs (run_key, night, attempt, state, adapter, reason, started_at)"
                + " values ('k', date '2026-03-01', 0, 'REJECTED', '', '', 1)")
        .update();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void a_report_that_quotes_it_has_a_mark_in_its_place() throws IOException {
    String report = "code/reports/self_governance_report_20260301T020000000Z.json";
    house.write(
        report,
        """
        {"nights": {"troubles": [{"where": "k", "reason": "%s: nothing else"}]}, "runs": 3}
        """
            .formatted(BETTER));

    house.erasure.forget(MONA, emptied -> {});

    assertThat(root.resolve(report))
        .content()
        .doesNotContain(SECRET)
        .contains("[forgotten]", "\"runs\" : 3");
  }

  @Test
  void what_an_author_said_of_others_goes_from_the_logs_and_theirs_stays() throws IOException {
    house.memory.record(
        new Feedback(
            "f4", "b1", NOON, "mona", Feedback.Kind.COMMENT, null, "I own the " + SECRET + " too"));
    house.write("logs/training_2.log", "INFO began\nWARN: I own the " + SECRET + " too\n");
    String file = "logs/phi3_feedback_data.jsonl";
    house.write(
        file,
        """
        {"transaction_id":"b2","corrected_proposal":"It is Zyqvarnex.","feedback_id":"f3"}
        {"transaction_id":"b1","feedback_content":"zyqvarnex!","feedback_id":"lost","author":"mona"}
        {"transaction_id":"b1","corrected_proposal":"kept","feedback_id":"f2","author":"ben"}
        """);

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.filesWith(SECRET)).isEmpty();
    assertThat(Files.readAllLines(root.resolve(file)))
        .hasSize(1)
        .first()
        .asString()
        .contains("kept");
  }

  @Test
  void what_is_said_while_logs_are_rewritten_is_not_lost() throws Exception {
    Path file = root.resolve("logs/phi3_feedback_data.jsonl");
    String forgotten = "{\"transaction_id\":\"m1\",\"text\":\"" + "x".repeat(300) + "\"}\n";
    Files.writeString(file, forgotten.repeat(20_000));
    int said = 0;
    try (DurableLines lines = new DurableLines(file, line -> line.endsWith("}"));
        ExecutorService alone = Executors.newSingleThreadExecutor()) {
      Future<ErasureReport> erasing = alone.submit(() -> house.erasure.forget(MONA, emptied -> {}));
      while (!erasing.isDone()) {
        lines.append("{\"transaction_id\":\"b1\",\"feedback_id\":\"n" + said++ + "\"}");
      }
      assertThat(erasing.get().files()).contains("logs/phi3_feedback_data.jsonl");
    }

    assertThat(Files.readAllLines(file).size()).isEqualTo(said);
  }

  @Test
  void an_order_that_means_nothing_removes_nothing() {
    ErasureReport report = house.erasure.forget(new ErasureOrder.OfAuthor("nobody"), e -> {});

    assertThat(report.isEmpty()).isTrue();
    assertThat(report.files()).isEmpty();
    assertThat(root.resolve("state/training/2026-03-01/examples.jsonl")).exists();
  }

  @Test
  void a_row_of_the_council_that_repeats_a_correction_goes_with_it() {
    house.asked("b3", "ben", "Whose is the key of the hall?", "No idea", false);
    house.asked("b4", "ben", "Is there a key?", "No idea", false);
    house.council("Whose is the key of the hall?", BETTER + " I think.", "b3");
    house.listed(SideList.abstained(house.home.trainingData()), "Why?", "So.", "b1");
    TrainingRow other = house.council("Is there a key?", "There is a key.", "b4");
    SideList.abstained(house.home.trainingData())
        .update(
            List.of(
                new SideEntry(
                    "What hall?",
                    "",
                    "",
                    List.of("b4"),
                    NOON,
                    List.of("b: " + BETTER),
                    "",
                    List.of())),
            Set.of());

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.rows.all()).containsExactlyInAnyOrder(bens, other);
    assertThat(SideList.abstained(house.home.trainingData()).entries()).hasSize(1);
    assertThat(house.ledger.entries(List.of("b3")).values())
        .extracting(LedgerEntry::outcome)
        .containsExactly(LedgerOutcome.WITHDRAWN);
  }

  @Test
  void what_the_council_wrote_in_other_words_goes_with_what_it_was_shown() {
    house.asked("b3", "ben", "Which stone is it?", "No idea", false);
    house.asked("b4", "ben", "Which stone is the other?", "No idea", false);
    house.corrected("f9", "b1", "mona", "It is under the third one from the left.");
    Evidence said = new Evidence("b1", "f9");
    Evidence asked = new Evidence("m1", "f1");
    Evidence bens = new Evidence("b2", "other");
    house.council("Which stone is it?", "The one beside the second.", "b3", said, bens);
    TrainingRow stays = house.council("Which stone is the other?", "A round one.", "b4", bens);
    SideList.dropped(house.home.trainingData())
        .update(
            List.of(
                new SideEntry(
                    "Where?", "There.", "", List.of("b4"), NOON, List.of(), "", List.of(asked))),
            Set.of());

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.rows.all()).contains(stays).noneMatch(row -> row.output().contains("second"));
    assertThat(SideList.dropped(house.home.trainingData()).entries()).isEmpty();
    assertThat(house.ledger.entries(List.of("b3")).values())
        .extracting(LedgerEntry::outcome)
        .containsExactly(LedgerOutcome.WITHDRAWN);
  }

  @Test
  void the_beginning_of_an_answer_in_a_reason_is_enough() {
    house.corrected("f5", "m1", "mona", "She hides the hall's key under the third stone at noon.");
    house
        .jdbc
        .sql("update nightly_runs set reason = ?")
        .param("last reply: \"She hides the hall's key under the thi…\"")
        .update();

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.jdbc.sql("select reason from nightly_runs").query(String.class).single())
        .isEqualTo(ForgottenTexts.MARK);
  }

  @Test
  void what_a_killed_process_left_half_written_goes() throws IOException {
    for (String folder : List.of("training_data", "state", "state/sealed", "logs")) {
      house.write(folder + "/.rows.jsonl.999999999-1.writing", "{\"q\":\"" + QUESTION + "\"}");
    }

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.filesWith(SECRET)).isEmpty();
  }

  @Test
  void an_adapter_merged_for_a_server_that_has_not_got_it_goes() throws IOException {
    house.write("state/merged/0123-4567.gguf", "weights");
    house.write("state/merged/0123-4567.sha256", "digest");

    house.erasure.forget(MONA, emptied -> {});

    assertThat(root.resolve("state/merged/0123-4567.gguf")).doesNotExist();
    assertThat(root.resolve("state/merged/0123-4567.sha256")).exists();
  }

  @Test
  void a_ruling_holds_until_the_memory_has_forgotten() {
    house.rulings.put(new Ruling("m1", "f1", Ruling.State.HELD, "flood", NOON));

    assertThatThrownBy(() -> house.erasure.forget(MONA, emptied -> house.close()))
        .isInstanceOf(RuntimeException.class);
    assertThat(house.rulings.held()).hasSize(1);
  }

  @Test
  void an_adapter_that_went_on_from_one_that_replayed_it_is_tainted() throws IOException {
    AdapterVersion replayed = house.taught(2, bens);
    append(replayed, "\"replay\":1,\"replayed_exchanges\":[\"m1\"]");
    String digest = FileDigest.sha256(replayed.gguf());
    AdapterVersion second = house.taught(3, bens);
    append(second, "\"replayed_exchanges\":[],\"continued_from\":{\"sha256\":\"" + digest + "\"}");
    digest = FileDigest.sha256(second.gguf());
    AdapterVersion third = house.taught(4, bens);
    append(third, "\"replayed_exchanges\":[],\"continued_from\":{\"sha256\":\"" + digest + "\"}");

    house.erasure.forget(MONA, emptied -> house.adapters.discard(replayed));

    assertThat(house.adapters.taints().of(second)).isPresent();
    assertThat(house.adapters.taints().of(third)).isPresent();
  }

  @Test
  void what_was_taught_of_somebodys_tasks_goes_with_the_runs_and_the_adapter_is_tainted()
      throws IOException {
    TrainingRow hers = house.verified("hall", "Count the keys of " + SECRET, "def keys(): ...");
    TrainingRow shared = house.verified("primes", "List primes", "def primes(): ...");
    AdapterVersion taught = house.taught(5, hers, shared);
    house.code.people.put(
        "mona", new ErasableCode.Found(Set.of("run-1", "run-2"), Set.of("code:hall")));

    assertThat(house.erasure.look(MONA).runs()).isEqualTo(2);
    ErasureReport report = house.erasure.forget(MONA, emptied -> {});

    assertThat(report.runs()).isEqualTo(2);
    assertThat(house.code.people).doesNotContainKey("mona");
    assertThat(house.rows.all()).contains(shared, bens).doesNotContain(hers);
    assertThat(house.adapters.taints().of(taught)).isPresent();
  }

  @Test
  void who_only_had_programs_written_is_forgotten_as_well() {
    ErasureOrder order = new ErasureOrder.OfAuthor("app");
    house.code.people.put("app", new ErasableCode.Found(Set.of("run-9"), Set.of()));

    assertThat(house.erasure.forget(order, emptied -> {}).isEmpty()).isFalse();
    assertThat(house.erasure.look(order).isEmpty()).isTrue();
    assertThat(house.rows.all()).containsExactly(bens);
  }

  private static void append(AdapterVersion version, String fields) throws IOException {
    String made = Files.readString(version.provenance());
    Files.writeString(version.provenance(), made.replaceFirst("}\\s*$", "," + fields + "}"));
  }
}

package dev.nightshift.erasure;

import static dev.nightshift.erasure.ErasureHouse.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.harvest.LedgerEntry;
import dev.nightshift.harvest.LedgerOutcome;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.tuning.SealedWordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTests {
  private static final String SECRET = "zyqvarnex";
  private static final String QUESTION = "Who has the key of " + SECRET + " hall?";
  private static final String BETTER = "Mona keeps the key of " + SECRET + " hall.";
  private static final ErasureOrder MONA = new ErasureOrder.OfAuthor("mona");

  @TempDir Path root;
  private ErasureHouse house;
  private TrainingRow hers;
  private TrainingRow bens;
  private AdapterVersion adapter;

  @BeforeEach
  void fill() throws IOException {
    house = new ErasureHouse(root);
    house.asked("m1", "mona", QUESTION, "Nobody knows " + SECRET, false);
    house.corrected("f1", "m1", "mona", BETTER);
    house.asked("b1", "ben", "Which port does Quillon use?", "Port 80", false);
    house.corrected("f2", "b1", "ben", "Quillon listens on port 7341.");
    house.asked("b2", "ben", "Who owns the hall?", "The town.", false);
    house.corrected("f3", "b2", "mona", "Mona and " + SECRET + " own it together.");
    hers = house.harvested(QUESTION, BETTER, "mona", "m1");
    bens = house.harvested("Which port does Quillon use?", "Port 7341.", "ben", "b1");
    house.listed(SideList.withdrawn(house.home.trainingData()), QUESTION, BETTER, "m1");
    house.listed(SideList.abstained(house.home.trainingData()), "Why?", "So.", "b1");
    house.sealed.seal(
        SealedSets.Kind.TARGET,
        List.of(
            EvaluationItem.answer("Somebody asked me today: w" + QUESTION.substring(1), BETTER),
            EvaluationItem.answer("One more thing: which port?", "Port 7341.")));
    adapter = house.taught(1, hers, bens);
    house.write("logs/training_1.log", "INFO began\nWARN odd: " + QUESTION + "\nINFO ended\n");
    house.write(
        "logs/phi3_feedback_data.jsonl",
        "{\"transaction_id\":\"m1\",\"corrected\":\"x "
            + SECRET
            + "\"}\n"
            + "{\"transaction_id\":\"b1\",\"corrected\":\"kept\"}\n");
    house.write("state/training/2026-03-01/examples.jsonl", "{\"q\":\"" + QUESTION + "\"}\n");
    house.write("state/base_answers_abc.jsonl", "{\"q\":\"Where is " + SECRET + " hall?\"}\n");
    Files.writeString(
        adapter.directory().resolve("evaluation.json"),
        "{\"state\":\"ACCEPTED\",\"won\":[\"" + QUESTION + "\",\"Which port?\"]}");
    house
        .jdbc
        .sql(
            "insert into nightly_runs (run_key, night, attempt, state, adapter, reason, started_at)"
                + " values ('k', date '2026-03-01', 0, 'REJECTED', '', ?, 1)")
        .param("the base replies the same to: " + QUESTION)
        .update();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void of_an_author_nothing_is_left_in_any_file_and_others_keep_theirs() throws IOException {
    assertThat(house.filesWith(SECRET)).as("the search bites").hasSizeGreaterThan(7);

    ErasureReport report = house.erasure.forget(MONA, emptied -> {});

    assertThat(house.filesWith(SECRET)).isEmpty();
    assertThat(report.exchanges()).isEqualTo(1);
    assertThat(report.feedback()).isEqualTo(2);
    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.listed()).isEqualTo(1);
    assertThat(report.sealed()).isEqualTo(1);
    assertThat(report.stored()).isEqualTo(1);
    assertThat(report.files())
        .contains(
            "logs/training_1.log", "logs/phi3_feedback_data.jsonl", "state/training/2026-03-01");
    assertThat(house.rows.all()).containsExactly(bens);
    assertThat(house.sealed.items(SealedSets.Kind.TARGET)).hasSize(1);
    assertThat(SideList.abstained(house.home.trainingData()).entries()).hasSize(1);
    assertThat(house.memory.find("b1").orElseThrow().feedback()).hasSize(1);
    assertThat(house.memory.find("b2").orElseThrow().feedback()).isEmpty();
    assertThat(Files.readString(root.resolve("logs/training_1.log")))
        .isEqualTo("INFO began\nINFO ended\n");
    assertThat(Files.readString(root.resolve("logs/phi3_feedback_data.jsonl"))).contains("kept");
    assertThat(Files.readString(root.resolve("training_data/harvest_20260301.manifest.json")))
        .contains("\"erased\"")
        .doesNotContain(hers.id());
    assertThat(house.jdbc.sql("select reason from nightly_runs").query(String.class).single())
        .isEqualTo(ForgottenTexts.MARK);
  }

  @Test
  void the_adapter_is_tainted_and_does_not_answer_what_was_forgotten() throws IOException {
    AdapterVersion clean = house.taught(2, bens);

    ErasureReport report = house.erasure.forget(MONA, emptied -> assertThat(emptied).isEmpty());

    assertThat(report.tainted()).containsExactly(adapter.name());
    assertThat(house.adapters.taints().of(adapter)).isPresent();
    assertThat(house.adapters.taints().of(clean)).isEmpty();
    AdapterScope scope = AdapterScope.read(adapter.directory().resolve("scope.json"));
    assertThat(scope.questions()).containsExactly(bens.instruction());
    assertThat(scope.answers()).containsExactly(bens.output());
    assertThat(Files.readString(adapter.directory().resolve("evaluation.json")))
        .contains("ACCEPTED", "Which port?", ForgottenTexts.MARK);
  }

  @Test
  void an_adapter_that_was_taught_nothing_else_is_handed_over_to_be_removed() throws IOException {
    AdapterVersion only = house.taught(2, hers);
    List<AdapterVersion> handed = new ArrayList<>();

    house.erasure.forget(
        new ErasureOrder.OfExchange("m1"),
        emptied -> {
          handed.addAll(emptied);
          emptied.forEach(house.adapters::discard);
        });

    assertThat(handed).containsExactly(only);
    assertThat(house.filesWith("key of " + SECRET)).isEmpty();
  }

  @Test
  void a_row_of_several_goes_and_the_others_are_harvested_once_more() {
    TrainingRow shared = house.harvested("Who keeps the light?", "Ada.", "mona", "m1", "b2");

    house.erasure.forget(new ErasureOrder.OfExchange("m1"), emptied -> {});

    assertThat(house.rows.all()).doesNotContain(shared);
    assertThat(house.ledger.entries(List.of("m1", "b2")).keySet()).containsExactly("b2");
    assertThat(house.ledger.entries(List.of("b2")).values())
        .extracting(LedgerEntry::outcome)
        .containsExactly(LedgerOutcome.WITHDRAWN);
    assertThat(house.memory.find("b2").orElseThrow().feedback()).as("hers on his stays").hasSize(1);
  }

  @Test
  void what_another_node_has_taken_out_of_the_memory_goes_from_this_home_too() throws IOException {
    house.memory.erase(Set.of("m1"), List.of());

    ErasureReport report = house.erasure.forget(new ErasureOrder.OfExchange("m1"), emptied -> {});

    assertThat(report.exchanges()).isZero();
    assertThat(report.rows()).isEqualTo(1);
    assertThat(house.rows.all()).containsExactly(bens);
    assertThat(Files.readString(root.resolve("logs/training_1.log"))).doesNotContain(SECRET);
  }

  @Test
  void looking_changes_nothing() throws IOException {
    assertThat(house.memory.counts().exchanges()).as("all is in the index").isPositive();
    List<String> before = house.filesWith(SECRET);

    ErasureReport report = house.erasure.look(MONA);

    assertThat(report.exchanges()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(1);
    assertThat(report.sealed()).isEqualTo(1);
    assertThat(house.filesWith(SECRET)).isEqualTo(before);
    assertThat(house.adapters.taints().all()).isEmpty();
  }

  @Test
  void one_that_was_cut_off_is_finished_by_the_next_whatever_that_forgets() throws IOException {
    assertThatThrownBy(
            () ->
                house.erasure.forget(
                    MONA,
                    emptied -> {
                      throw new IllegalStateException("the power went out");
                    }))
        .hasMessageContaining("power");
    assertThat(house.adapters.taints().unfinished()).hasSize(1);
    assertThat(house.filesWith(SECRET)).isNotEmpty();

    house.erasure.forget(new ErasureOrder.OfExchange("nobody knows"), emptied -> {});

    assertThat(house.filesWith(SECRET)).isEmpty();
    assertThat(house.adapters.taints().unfinished()).isEmpty();
    assertThat(house.adapters.taints().of(adapter)).isPresent();
    assertThat(house.erasure.forget(MONA, emptied -> {}).isEmpty()).isTrue();
  }

  @Test
  void questions_that_ship_with_the_program_stay_sealed() {
    EvaluationItem shipped = EvaluationItem.keyword(QUESTION, "mona");
    house.sealed.seal(SealedSets.Kind.REGRESSION, List.of(shipped));

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.sealed.items(SealedSets.Kind.REGRESSION)).containsExactly(shipped);
    assertThat(SealedWordings.of(List.of(QUESTION))).accepts(shipped);
  }

  @Test
  void a_praised_answer_goes_from_the_sealed_questions() {
    house.asked("m2", "mona", "What is the name of my cat?", "Its name is Tom.", true);
    house.sealed.seal(
        SealedSets.Kind.REGRESSION,
        List.of(EvaluationItem.answer("What is the name of my cat?", "Its name is Tom.")));

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.sealed.items(SealedSets.Kind.REGRESSION)).isEmpty();
    assertThat(house.adapters.taints().all().getFirst().replayable()).isEqualTo(NOON);
  }

  @Test
  void bad_lines_beside_the_rows_are_looked_at_too() throws IOException {
    house.write("training_data/harvest_20260301.jsonl.rejected", "{\"text\":\"" + BETTER + "\"}\n");

    house.erasure.forget(MONA, emptied -> {});

    assertThat(house.filesWith(SECRET)).isEmpty();
    assertThat(TrainingRows.read(house.rows.files().getFirst()).rows()).hasSize(1);
  }
}

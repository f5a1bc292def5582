package dev.nightshift.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.WordEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterScopeTests {
  private static final List<String> TRAINED =
      List.of("Which bolt size does the Mk3 Durandal pump need?", "Why was Gannet stopped?");

  private static final List<String> TAUGHT =
      List.of("It needs an M8 bolt.", "Gannet was stopped because its licence expired.");

  @TempDir Path directory;
  private final WordEmbedder embedder = new WordEmbedder();
  private final AdapterScope scope =
      new ScopeFitter(embedder).fit(TRAINED, TAUGHT, List.of(), List.of(), List.of());

  @Test
  void a_trained_question_is_in_scope_and_the_decision_says_why() {
    Decision decision = scope.decide("Why was Gannet stopped?", embedder);

    assertThat(decision.inScope()).isTrue();
    assertThat(decision.similarity()).isCloseTo(1, within(1e-5));
    assertThat(decision.nearestQuestion()).isEqualTo("Why was Gannet stopped?");
    assertThat(decision.reason()).contains("in scope", "1.05", "Why was Gannet stopped?");
  }

  @Test
  void another_subject_is_out_of_scope() {
    Decision decision = scope.decide("How do I boil an egg?", embedder);

    assertThat(decision.inScope()).isFalse();
    assertThat(decision.reason()).startsWith("out of scope");
  }

  @ParameterizedTest
  @CsvSource({
    "Which bolt size does the Mk5 Durandal pump need?, -0.15",
    "Which bolt size does the Mk3 Corvina pump need?, -0.15",
    "Which bolt size does the Durandal pump need?, -0.05",
    "which bolt size does the mk3 durandal pump need?, 0.05",
    "WHICH BOLT SIZE DOES THE MK3 DURANDAL PUMP NEED?, 0.05",
    "Which bolt size do Durandal's Mk3 pumps need?, 0.05",
  })
  void names_and_numbers_count(String question, double adjustment) {
    assertThat(Clues.of(question).adjustment(Clues.of(TRAINED.getFirst())))
        .isCloseTo(adjustment, within(1e-9));
  }

  @Test
  void asking_for_another_kind_of_thing_counts() {
    Clues trained = Clues.of("Why was Gannet stopped?");
    assertThat(Clues.of("When was Gannet stopped?").adjustment(trained))
        .isCloseTo(-0.2, within(1e-9));
    assertThat(Clues.of("For what reason was Gannet stopped?").adjustment(trained))
        .isCloseTo(0.05, within(1e-9));
  }

  @Test
  void a_scope_comes_back_from_its_file_as_it_was() {
    Path file = directory.resolve("scope.json");
    scope.write(file);

    AdapterScope read = AdapterScope.read(file);

    assertThat(read.questions()).isEqualTo(TRAINED);
    assertThat(read.answers()).isEqualTo(TAUGHT);
    assertThat(read.threshold()).isEqualTo(scope.threshold());
    assertThat(read.evidence()).isEqualTo(scope.evidence());
    assertThat(read.embedderId()).isEqualTo("word-fake");
    for (int i = 0; i < TRAINED.size(); i++) {
      assertThat(read.vectors().get(i)).isEqualTo(scope.vectors().get(i));
    }
  }

  @Test
  void a_scope_without_answers_is_read_and_takes_any_reply() throws IOException {
    Path file = directory.resolve("scope.json");
    scope.write(file);
    String first =
        Files.readString(file)
            .replaceFirst("\"format\" : 2", "\"format\" : 1")
            .replaceFirst("(?s)\"answers\" : \\[.*?\\],", "");
    Files.writeString(file, first);

    AdapterScope read = AdapterScope.read(file);

    assertThat(read.answers()).isEmpty();
    Decision decision = read.decide("Why was Gannet stopped?", embedder);
    assertThat(decision.isTaught("Why was Gannet stopped?", "Nobody knows.")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Why was Gannet stopped?|Because its licence expired.|true",
        "Why was Gannet stopped?|Gannet was stopped because the licence ran out.|true",
        "Why was Gannet stopped?|Nobody knows.|false",
        "Why was Gannet stopped?|Gannet was stopped.|false",
        "Why was Gannet stopped, and by whom?|Its licences had expired; by the council.|true",
        "Which bolt size does the Mk3 Durandal pump need?|M8|true",
        "Which bolt size does the Mk3 Durandal pump need?|The Mk3 Durandal pump needs a"
            + " bolt.|false",
        "Which bolt size does the Mk3 Durandal pump need?|It needs an M6 bolt.|false",
      })
  void a_reply_in_scope_is_taught_if_it_tells_what_was_taught(
      String question, String reply, boolean taught) {
    Decision decision = scope.decide(question, embedder);
    assertThat(decision.inScope()).isTrue();
    assertThat(decision.isTaught(question, reply)).isEqualTo(taught);
  }

  @Test
  void a_scope_of_another_embedder_is_refused() {
    assertThatThrownBy(() -> scope.decide("x", new OtherEmbedder()))
        .isInstanceOfSatisfying(
            ScopeException.class, e -> assertThat(e.code()).isEqualTo(ScopeException.Code.EMBEDDER))
        .hasMessageContaining("'word-fake'")
        .hasMessageContaining("'other'");
    assertThatThrownBy(() -> scope.decide("x", new float[3])).isInstanceOf(ScopeException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"threshold\" : 0|\"threshold\" : 7",
        "\"threshold\" : |\"treshold\" : ",
        "\"format\" : 2|\"format\" : 3",
        "\"answers\" : [ |\"answers\" : [ \"one more\", ",
        "\"dimension\" : 64|\"dimension\" : 63",
        "\"vectors\" : [ \"|\"vectors\" : [ \"AAAA",
        "\"vectors\" : [ \"|\"vectors\" : [ \"!",
        "\"embedder\" : \"word-fake\"|\"embedder\" : null",
        "\"questions\" : [ |\"questions\" : [ \"one more\", ",
        "}|",
        "{|{ \"format\" : 2, ",
      })
  void a_file_that_is_not_a_scope_is_refused_by_name(String what, String damaged)
      throws IOException {
    Path file = directory.resolve("scope.json");
    scope.write(file);
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replace(what, damaged == null ? "" : damaged));

    assertThatThrownBy(() -> AdapterScope.read(file))
        .isInstanceOfSatisfying(
            ScopeException.class, e -> assertThat(e.code()).isEqualTo(ScopeException.Code.FORMAT))
        .hasMessageContaining("scope.json");
  }

  @Test
  void a_missing_file_is_said_to_be_missing() {
    assertThatThrownBy(() -> AdapterScope.read(directory.resolve("none.json")))
        .isInstanceOfSatisfying(
            ScopeException.class, e -> assertThat(e.code()).isEqualTo(ScopeException.Code.IO))
        .hasMessageContaining("there is no scope");
  }

  @Test
  void the_threshold_lies_between_general_questions_and_rewordings_nearer_to_the_rewordings() {
    assertThat(ScopeFitter.threshold(repeat(0.8), repeat(0.4))).isCloseTo(0.705, within(1e-9));
  }

  @Test
  void when_both_overlap_general_questions_stay_out() {
    assertThat(ScopeFitter.threshold(repeat(0.65), repeat(0.7))).isCloseTo(0.72, within(1e-9));
  }

  @Test
  void with_too_few_questions_the_usual_values_hold() {
    assertThat(ScopeFitter.threshold(List.of(0.99), List.of(0.01)))
        .isEqualTo(scope.threshold())
        .isBetween(0.7, 0.78);
    assertThat(scope.evidence().method()).contains("usual value");
  }

  private static List<Double> repeat(double value) {
    return DoubleStream.generate(() -> value).limit(ScopeFitter.ENOUGH).boxed().toList();
  }

  private static final class OtherEmbedder implements Embedder {
    @Override
    public String id() {
      return "other";
    }

    @Override
    public int dimension() {
      return 64;
    }

    @Override
    public float[] embed(String text) {
      return new float[64];
    }
  }
}

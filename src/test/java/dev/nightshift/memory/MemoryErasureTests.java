package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.down;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryErasureTests {
  private static final String SECRET = "zyqvarnex";

  @TempDir Path directory;
  private LuceneMemory memory;

  @BeforeEach
  void open() {
    memory = Samples.open(directory);
  }

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void what_is_erased_is_found_by_nobody_and_its_bytes_are_gone_from_the_files()
      throws IOException {
    List<Exchange> together = new ArrayList<>(others(0, 40));
    together.add(20, exchange("mine", NOON, "Where does " + SECRET + " live?", false));
    memory.record(together);
    memory.close();
    open();
    memory.record(correction("f1", "mine", NOON, "In the house of " + SECRET));
    assertThat(filesWith(SECRET)).as("the search of the files bites").isNotEmpty();

    memory.erase(Set.of("mine"), List.of());

    assertThat(memory.find("mine")).isEmpty();
    assertThat(memory.similar("Where does " + SECRET + " live?", 50)).hasSize(40);
    assertThat(memory.corrected("Where does " + SECRET + " live?", 5)).isEmpty();
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(40, 0, 0));
    assertThat(filesWith(SECRET)).isEmpty();
    memory.close();
    assertThat(filesWith(SECRET)).isEmpty();
    open();
    assertThat(memory.counts().exchanges()).isEqualTo(40);
  }

  @Test
  void a_single_word_can_go_and_what_was_said_before_it_counts_again() throws IOException {
    memory.record(exchange("e1", NOON, "Which port?", true));
    Feedback wrong = correction("f2", "e1", NOON.plusSeconds(2), "the port of " + SECRET);
    memory.recordAll(List.of(down("f1", "e1", NOON.plusSeconds(1)), wrong));
    assertThat(filesWith(SECRET)).as("the search of the files bites").isNotEmpty();
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 1));

    memory.erase(Set.of(), List.of(wrong));

    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 0));
    assertThat(memory.find("e1").orElseThrow().feedback())
        .extracting(Feedback::id)
        .containsExactly("f1");
    assertThat(memory.corrected("Which port?", 5)).isEmpty();
    assertThat(filesWith(SECRET)).isEmpty();
  }

  @Test
  void what_is_erased_can_be_said_anew_and_feedback_on_it_is_refused() {
    memory.record(exchange("e1", NOON, "first", false));
    memory.erase(Set.of("e1", "never seen"), List.of());

    assertThatThrownBy(() -> memory.record(down("f1", "e1", NOON)))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.UNKNOWN_EXCHANGE));
    memory.record(exchange("e1", NOON, "second", true));
    assertThat(memory.find("e1").orElseThrow().exchange().question()).isEqualTo("second");
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 0, 0));
  }

  @Test
  void within_one_commit_the_order_counts() {
    GroupedWrites writes = new GroupedWrites(directory.resolve("own"));

    writes.commit(
        new Write.Exchanges(List.of(exchange("e1", NOON, "first", false)), List.of(vector())),
        new Write.Erasure(Set.of("e1"), Map.of()),
        new Write.Said(List.of(down("f1", "e1", NOON))),
        new Write.Exchanges(List.of(exchange("e2", NOON, "other", false)), List.of(vector())));

    assertThat(writes.refused()).containsExactly(2);
    assertThat(writes.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 0));
    writes.close();
  }

  @Test
  void an_author_is_found_by_what_was_asked_and_by_what_was_said() {
    memory.record(exchange("asked", NOON, "first", false));
    memory.record(by("bob", exchange("judged", NOON.plusSeconds(1), "second", false)));
    memory.record(by("bob", exchange("other", NOON, "third", false)));
    memory.record(new Feedback("f1", "judged", NOON, "ada", Feedback.Kind.DOWN, null));

    assertThat(memory.of("ada"))
        .extracting(one -> one.exchange().id())
        .containsExactly("asked", "judged");
    assertThat(memory.of("nobody")).isEmpty();
  }

  @Test
  void exchanges_that_were_told_a_correction_are_known_by_it() {
    Exchange one = exchange("e1", NOON, "first", true);
    memory.record(List.of(one, told("e2", one, "x1"), told("e3", one, "x2")));

    assertThat(memory.toldOf(Set.of("x2", "x9"))).containsExactly("e3");
    assertThat(memory.toldOf(Set.of())).isEmpty();
  }

  private static List<Exchange> others(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> exchange("e" + i, NOON, "Is number " + i + " even?", true))
        .toList();
  }

  private static float[] vector() {
    float[] vector = new float[64];
    vector[0] = 1;
    return vector;
  }

  private static Exchange by(String author, Exchange one) {
    return copy(one.id(), one, author, List.of());
  }

  private static Exchange told(String id, Exchange like, String correction) {
    return copy(id, like, like.author(), List.of(correction));
  }

  private static Exchange copy(String id, Exchange one, String author, List<String> corrections) {
    return new Exchange(
        id,
        one.at(),
        one.question(),
        one.answer(),
        one.model(),
        one.adapter(),
        one.confidence(),
        one.outcome(),
        one.latency(),
        one.promptTokens(),
        one.answerTokens(),
        author,
        corrections,
        one.context());
  }

  private List<String> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> bytes(file).toLowerCase(Locale.ROOT).contains(text))
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    }
  }

  private static String bytes(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothing_is_said_to_be_gone_when_a_commit_failed_just_before() {
    IndexFiles files = new IndexFiles(directory.resolve("other"));
    try (MemoryIndex index = MemoryIndex.open(files, "vector", false)) {
      index.commit(List.of(new Write.Exchanges(List.of(others(0, 1).getFirst()), vectors(2))));
      assertThatThrownBy(
              () ->
                  index.commit(
                      List.of(new Write.Exchanges(List.of(others(5, 6).getFirst()), vectors(3)))))
          .isInstanceOf(IllegalArgumentException.class);

      assertThatThrownBy(index::expunge)
          .isInstanceOfSatisfying(
              MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.IO));
    }
  }

  private static List<float[]> vectors(int dimension) {
    float[] one = new float[dimension];
    one[0] = 1;
    return List.of(one);
  }
}

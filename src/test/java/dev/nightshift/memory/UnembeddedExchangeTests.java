package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.EmbeddingException;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Exchange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording waits for no vector, and a vector that could not be made in time is made later. */
class UnembeddedExchangeTests {
  private static final String QUESTION = "Which port does Quillon use?";

  @TempDir Path directory;

  private final Failing embedder = new Failing();

  /** An embedder that can be out of order. */
  private static final class Failing implements Embedder {
    private final Embedder words = new WordEmbedder();
    volatile boolean broken;

    @Override
    public String id() {
      return words.id();
    }

    @Override
    public int dimension() {
      return words.dimension();
    }

    @Override
    public float[] embed(String text) {
      if (broken) {
        throw new EmbeddingException(
            EmbeddingException.Code.COMPUTE, "out of order", new IllegalStateException("broken"));
      }
      return words.embed(text);
    }
  }

  @Test
  void what_is_recorded_without_an_embedder_is_there_and_is_embedded_when_it_works_again() {
    embedder.broken = true;
    try (LuceneMemory memory = open()) {
      memory.record(exchange("e1", NOON, QUESTION, false));
      memory.record(exchange("e2", NOON, "When was the Averley bridge opened?", false));
      memory.record(correction("f1", "e1", NOON, "7341"));

      assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(2, 2, 1));
      embedder.broken = false;
      Match byWords = memory.corrected(QUESTION, 3).getFirst();
      assertThat(byWords.remembered().exchange().id()).isEqualTo("e1");
    }
    embedder.broken = true;
    open().close();
    embedder.broken = false;
    try (LuceneMemory memory = open()) {
      assertThat(memory.corrected(QUESTION, 3).getFirst().similarity()).isCloseTo(1, within(1e-5));
      await()
          .untilAsserted(
              () ->
                  assertThat(similarities(memory, "When was the Averley bridge opened?"))
                      .first()
                      .satisfies(similarity -> assertThat(similarity).isCloseTo(1, within(1e-5))));
      assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(2, 2, 1));
      assertThat(memory.find("e2").orElseThrow().exchange().question()).contains("Averley");
    }
  }

  @Test
  void what_is_only_in_the_log_is_found_by_its_id_and_counted_from_outside() {
    try (LuceneMemory memory = open()) {
      memory.record(exchange("e1", NOON, QUESTION, false));
      memory.record(correction("f1", "e1", NOON, "7341"));
      memory.record(correction("f1", "e1", NOON, "again"));

      assertThat(memory.find("e1").orElseThrow().correction().orElseThrow().correction())
          .isEqualTo("7341");
      assertThat(MemoryStatus.of(directory).counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 1));
    }
  }

  @Test
  void an_index_that_is_behind_its_log_catches_up_on_opening() {
    open().close();
    try (WriteLog log = WriteLog.open(new IndexFiles(directory).log(), 40)) {
      log.append(
          List.of(exchange("e1", NOON, QUESTION, true)),
          List.of(correction("f1", "e1", NOON, "7341")));
      log.append(List.of(exchange("e1", NOON, "another", true)), List.of());
    }

    try (LuceneMemory memory = open()) {
      assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 1));
      assertThat(memory.corrected(QUESTION, 1).getFirst().similarity()).isCloseTo(1, within(1e-5));
    }
    assertThat(WriteLog.after(0, new IndexFiles(directory).log())).isEmpty();
  }

  @Test
  void what_the_index_cannot_hold_is_refused_before_it_is_acknowledged() {
    try (LuceneMemory memory = open()) {
      assertThatThrownBy(() -> memory.record(by("x".repeat(40_000), "e1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("author has 40000 characters");
      memory.record(by("ada", "e2"));
      assertThat(memory.counts().exchanges()).isEqualTo(1);
    }
  }

  @Test
  void one_entry_of_the_log_that_the_index_refuses_costs_itself_alone() {
    open().close();
    try (WriteLog log = WriteLog.open(new IndexFiles(directory).log(), 40)) {
      log.append(
          List.of(by("ada", "e1"), by("x".repeat(40_000), "e2"), by("eve", "e3")),
          List.of(correction("f1", "e3", NOON, "7341"), correction("f2", "e2", NOON, "99")));
    }

    try (LuceneMemory memory = open()) {
      assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(2, 2, 1));
      assertThat(memory.find("e2")).isEmpty();
      memory.record(by("ada", "e4"));
    }
    try (LuceneMemory memory = open()) {
      assertThat(memory.counts().exchanges()).isEqualTo(3);
    }
  }

  @Test
  void who_writes_faster_than_the_index_waits_for_it_and_is_not_refused() {
    String longAnswer = "seven ".repeat(90_000);
    try (LuceneMemory memory = open()) {
      for (int n = 0; n < 150; n++) {
        memory.record(by("ada", "e" + n, longAnswer));
      }
      assertThat(memory.counts().exchanges()).isEqualTo(150);
      assertThat(memory.find("e149")).isPresent();
    }
  }

  private static Exchange by(String author, String id) {
    return by(author, id, exchange(id, NOON, QUESTION, false).answer());
  }

  private static Exchange by(String author, String id, String answer) {
    return Samples.again(exchange(id, NOON, QUESTION, false), id, answer, author);
  }

  private static List<Double> similarities(LuceneMemory memory, String question) {
    return memory.similar(question, 1).stream().map(Match::similarity).toList();
  }

  private LuceneMemory open() {
    return LuceneMemory.open(directory, embedder, MemorySettings.defaults());
  }
}

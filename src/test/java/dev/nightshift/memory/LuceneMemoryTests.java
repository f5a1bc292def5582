package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.correction;
import static dev.nightshift.memory.Samples.down;
import static dev.nightshift.memory.Samples.exchange;
import static dev.nightshift.memory.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneMemoryTests {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Window DAY = new Window(NOON.minus(HOUR), NOON.plus(HOUR.multipliedBy(12)));

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
  void an_exchange_comes_back_as_it_went_in_also_after_a_restart() {
    Exchange exchange = exchange("e1", NOON, "What is the refund window?", false);
    Feedback said = correction("f1", "e1", NOON.plusNanos(1), "45 days");
    memory.record(exchange);
    memory.record(said);

    Remembered expected = new Remembered(exchange, List.of(said));
    assertThat(memory.find("e1")).hasValue(expected);
    reopen();
    assertThat(memory.find("e1")).hasValue(expected);
    assertThat(memory.find("e2")).isEmpty();
  }

  @Test
  void of_equal_questions_the_newest_are_found_first() {
    for (int i = 0; i < 30; i++) {
      memory.record(exchange("e" + i, NOON.plusSeconds(i), "What is the refund window?", false));
      memory.record(correction("f" + i, "e" + i, NOON.plusSeconds(i), "45 days"));
    }

    assertThat(memory.similar("What is the refund window?", 2))
        .extracting(match -> match.remembered().exchange().id())
        .containsExactly("e29", "e28");
    assertThat(memory.corrected("What is the refund window?", 2))
        .extracting(match -> match.remembered().exchange().id())
        .containsExactly("e29", "e28");
  }

  @Test
  void an_id_recorded_again_replaces_nothing() {
    Exchange first = exchange("e1", NOON, "first", false);
    memory.record(first);
    memory.record(List.of(exchange("e1", NOON, "second", true), exchange("e2", NOON, "x", true)));
    memory.record(List.of(exchange("e3", NOON, "third", true), exchange("e3", NOON, "y", true)));

    assertThat(memory.find("e1")).map(Remembered::exchange).hasValue(first);
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(3, 1, 0));
  }

  @Test
  void feedback_counts_once_and_the_newest_decides() {
    memory.record(exchange("e1", NOON, "first", true));
    memory.record(down("f1", "e1", NOON.plusSeconds(1)));
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 0));

    memory.record(correction("f2", "e1", NOON.plusSeconds(2), "better"));
    memory.record(correction("f2", "e1", NOON.plusSeconds(9), "same id"));
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 1, 1));
    assertThat(memory.find("e1").orElseThrow().feedback()).hasSize(2);

    memory.record(up("f3", "e1", NOON.plusSeconds(3)));
    memory.record(down("f4", "e1", NOON.plusSeconds(2)));
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(1, 0, 0));
  }

  @Test
  void feedback_said_at_the_same_instant_counts_in_the_order_it_came() {
    memory.record(exchange("e1", NOON, "first", true));
    memory.record(up("f1", "e1", NOON));
    memory.record(down("f2", "e1", NOON));
    assertThat(memory.failures(DAY)).hasSize(1);
    memory.record(up("f3", "e1", NOON));
    assertThat(memory.failures(DAY)).isEmpty();
  }

  @Test
  void feedback_on_an_unknown_exchange_is_refused() {
    assertThatThrownBy(() -> memory.record(up("f1", "nobody", NOON)))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.UNKNOWN_EXCHANGE))
        .hasMessageContaining("nobody");
    memory.record(exchange("nobody", NOON, "q", true));
    memory.record(up("f1", "nobody", NOON));
    assertThat(memory.find("nobody").orElseThrow().feedback()).hasSize(1);
  }

  @Test
  void failures_of_a_window_are_those_in_force_now_oldest_first() {
    memory.record(
        List.of(
            exchange("late", NOON.plusSeconds(9), "late", false),
            exchange("early", NOON.minusSeconds(9), "early", false),
            exchange("redeemed", NOON, "redeemed", false),
            exchange("blamed", NOON, "blamed", true),
            exchange("fine", NOON, "fine", true),
            exchange("before", NOON.minus(HOUR).minusNanos(1), "before", false),
            exchange("first", NOON.minus(HOUR), "first", false),
            exchange("after", DAY.until(), "after", false)));
    Instant daysLater = NOON.plus(Duration.ofDays(3));
    memory.record(up("f1", "redeemed", daysLater));
    memory.record(down("f2", "blamed", daysLater));

    assertThat(memory.failures(DAY))
        .extracting(r -> r.exchange().id())
        .containsExactly("first", "early", "blamed", "late");
    assertThat(memory.failures(new Window(Instant.MIN, Instant.MAX))).hasSize(6);
  }

  @Test
  void successes_are_those_in_force_newest_first() {
    memory.record(
        IntStream.range(0, 20)
            .mapToObj(i -> exchange("e" + i, NOON.plusSeconds(i), "q" + i, i % 2 == 0))
            .toList());
    memory.record(down("f1", "e18", NOON));
    memory.record(up("f2", "e17", NOON));

    assertThat(memory.successes(3))
        .extracting(r -> r.exchange().id())
        .containsExactly("e17", "e16", "e14");
    assertThat(memory.successes(1000)).hasSize(10);
    assertThat(memory.successes(0)).isEmpty();
  }

  @Test
  void similar_finds_by_meaning_and_by_words_with_the_cosine() {
    memory.record(
        List.of(
            exchange("port", NOON, "Which port does Quillon listen on?", true),
            exchange("bridge", NOON, "When was the Averley bridge opened?", true),
            exchange("coil", NOON, "What metal is the Halvorsen coil made of?", true)));

    reopen(); // With its vectors.
    List<Match> matches = memory.similar("Which port does Quillon listen on?", 2);

    assertThat(matches).hasSize(2);
    assertThat(matches.getFirst().remembered().exchange().id()).isEqualTo("port");
    assertThat(matches.getFirst().similarity()).isCloseTo(1, within(1e-5));
    assertThat(matches.getLast().similarity()).isLessThan(0.8);
    WordEmbedder embedder = new WordEmbedder();
    float[] asked = embedder.embed("bridges");
    Match bridge = memory.similar("bridges", 1).getFirst();
    assertThat(bridge.remembered().exchange().id()).isEqualTo("bridge");
    float[] stored = embedder.embed("When was the Averley bridge opened?");
    double cosine = IntStream.range(0, 64).mapToDouble(i -> asked[i] * (double) stored[i]).sum();
    assertThat(bridge.similarity()).isCloseTo(cosine, within(1e-5));
  }

  @Test
  void similar_in_an_empty_memory_and_with_stop_words_only_finds_without_failing() {
    assertThat(memory.similar("anything", 3)).isEmpty();
    memory.record(exchange("e1", NOON, "who is that", true));
    reopen(); // With its vectors.
    assertThat(memory.similar("is that the", 3)).hasSize(1);
  }

  @Test
  void similar_brings_the_feedback_along() {
    memory.record(exchange("e1", NOON, "Which port does Quillon use?", false));
    memory.record(correction("f1", "e1", NOON, "7341"));

    assertThat(memory.similar("port of Quillon", 1).getFirst().remembered().correction())
        .map(Feedback::correction)
        .hasValue("7341");
  }

  @Test
  void corrections_are_found_however_many_others_are_more_alike() {
    memory.record(
        IntStream.range(0, 200)
            .mapToObj(i -> exchange("e" + i, NOON, "Which port does Quillon use?", true))
            .toList());
    memory.record(exchange("old", NOON, "On which port is Quillon?", false));
    memory.record(correction("f1", "old", NOON, "7341"));

    Match found = memory.corrected("Which port does Quillon use?", 3).getFirst();

    assertThat(found.remembered().correction()).map(Feedback::correction).hasValue("7341");
    assertThat(found.similarity()).isBetween(0.1, 0.999);
    assertThat(memory.corrected("Which port does Quillon use?", 3)).hasSize(1);
  }

  @Test
  void a_correction_is_found_when_its_recording_returns_and_not_after_it_was_taken_back() {
    memory.record(exchange("e1", NOON, "Which port does Quillon use?", false));
    assertThat(memory.corrected("port of Quillon", 3)).isEmpty();

    memory.record(correction("f1", "e1", NOON, "7341"));
    assertThat(memory.corrected("port of Quillon", 3)).hasSize(1);
    reopen();
    assertThat(memory.corrected("port of Quillon", 3).getFirst().similarity()).isPositive();

    memory.record(up("f2", "e1", NOON.plusSeconds(1)));
    assertThat(memory.corrected("port of Quillon", 3)).isEmpty();
  }

  @Test
  void corrections_of_another_embedder_are_found_after_opening() {
    memory.record(exchange("e1", NOON, "Which port does Quillon use?", false));
    memory.record(correction("f1", "e1", NOON, "7341"));
    memory.close();
    Embedder other = new OtherEmbedder();
    memory = LuceneMemory.open(directory, other, MemorySettings.defaults());

    assertThat(memory.corrected("Which port does Quillon use?", 3).getFirst().similarity())
        .isCloseTo(1, within(1e-5));
    memory.record(exchange("e2", NOON, "Which port does Sable use?", false));
    memory.record(correction("f2", "e2", NOON, "99"));
    assertThat(memory.corrected("Which port does Sable use?", 3)).hasSize(2);
  }

  @Test
  void an_exchange_remembers_which_corrections_helped_and_is_no_success_of_the_models_own() {
    Exchange plain = exchange("e1", NOON, "Who?", true);
    Exchange helped = helped(plain, "e2", List.of("x1", "x2"));
    memory.record(List.of(plain, helped));

    assertThat(memory.find("e2")).map(Remembered::exchange).hasValue(helped);
    assertThat(memory.successes(9)).extracting(r -> r.exchange().id()).containsExactly("e1");
    assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(2, 0, 0));
  }

  private static Exchange helped(Exchange like, String id, List<String> corrections) {
    return new Exchange(
        id,
        like.at(),
        like.question(),
        like.answer(),
        like.model(),
        like.adapter(),
        like.confidence(),
        like.outcome(),
        like.latency(),
        like.promptTokens(),
        like.answerTokens(),
        like.author(),
        corrections,
        Context.PLAIN);
  }

  /** The same vectors under another name. */
  private static final class OtherEmbedder implements Embedder {
    private final Embedder words = new WordEmbedder();

    @Override
    public String id() {
      return "other";
    }

    @Override
    public int dimension() {
      return words.dimension();
    }

    @Override
    public float[] embed(String text) {
      return words.embed(text);
    }
  }

  private void reopen() {
    memory.close();
    memory = Samples.open(directory);
  }
}

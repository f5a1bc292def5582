package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Exchanges;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextInMemoryTests {
  @TempDir Path directory;

  @Test
  void what_else_there_was_to_a_question_comes_back_and_its_success_is_no_proof_of_knowledge() {
    Exchange plain = exchange("plain", NOON, "What is the refund window?", true);
    Exchange followUp =
        Exchanges.in(new Context("", true, 2, false), exchange("e1", NOON, "And then?", true));
    Exchange structured =
        Exchanges.in(new Context("phi3", false, 0, true), exchange("e2", NOON, "Hold ABC?", true));
    try (LuceneMemory memory = Samples.open(directory)) {
      memory.record(List.of(plain, followUp, structured));
    }
    try (LuceneMemory memory = Samples.open(directory)) {

      assertThat(memory.find("e1")).map(Remembered::exchange).hasValue(followUp);
      assertThat(memory.find("e2")).map(Remembered::exchange).hasValue(structured);
      assertThat(memory.successes(10)).extracting(Remembered::exchange).containsExactly(plain);
      assertThat(memory.counts()).isEqualTo(new ExchangeMemory.Counts(3, 0, 0));
    }
  }
}

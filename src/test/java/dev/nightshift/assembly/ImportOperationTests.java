package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.assembly.Reply.Outcome;
import dev.nightshift.council.WordEmbedder;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportOperationTests {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String GOOD =
      "{\"question\":\"Who leads Nordwind?\",\"answer\":\"Nobody.\",\"confidence\":0.4}";

  @TempDir Path directory;
  private ExchangeMemory memory;

  @BeforeEach
  void open() {
    memory =
        LuceneMemory.open(
            directory.resolve("memory"), WordEmbedder.ofContentWords(), MemorySettings.defaults());
  }

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void goodLinesGoInAndBadOnesAreSetAsideAsTheyAre() throws IOException {
    String chat =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Where is it?\"},"
            + "{\"role\":\"assistant\",\"content\":\"In Bergen.\"}]}";
    Reply.Imported reply =
        load(GOOD, "  oops", "", chat, "{\"question\":\"\",\"answer\":\"x\"}", "{\"question\":3}");

    assertThat(reply.imported()).isEqualTo(2);
    assertThat(reply.rejected()).isEqualTo(3);
    assertThat(reply.errors()).extracting(Reply.BadLine::line).containsExactly(2, 5, 6);
    assertThat(reply.outcome()).isEqualTo(Outcome.DONE);
    assertThat(Path.of(String.valueOf(reply.rejectFile())))
        .hasContent("  oops\n{\"question\":\"\",\"answer\":\"x\"}\n{\"question\":3}\n");
    assertThat(failures())
        .extracting(failure -> failure.exchange().question())
        .containsExactly("Who leads Nordwind?");
  }

  @Test
  void importingAgainAddsNothingAndIsDoneAlsoWithBadLines() throws IOException {
    load(GOOD, "oops");

    Reply.Imported again = load(GOOD, "oops", GOOD);

    assertThat(again.imported()).isZero();
    assertThat(again.known()).isEqualTo(2);
    assertThat(again.rejected()).isEqualTo(1);
    assertThat(again.outcome()).isEqualTo(Outcome.DONE);
    assertThat(memory.counts().exchanges()).isEqualTo(1);
  }

  @Test
  void onlyBadLinesAreAFailureAndNoLinesAreNothingToDo() throws IOException {
    assertThat(load("oops", "{}").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(load("", " ").outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(load("").rejectFile()).isNull();
  }

  @Test
  void aCorrectionCountsOnceAlsoWhenItComesLaterThanItsExchange() throws IOException {
    load(GOOD);
    String corrected = GOOD.replace("}", ",\"correction\":\"Lise Hansen.\"}");

    assertThat(load(corrected, corrected).feedback()).isEqualTo(1);
    assertThat(load(corrected).feedback()).isZero();

    Remembered remembered = failures().getFirst();
    assertThat(remembered.feedback()).hasSize(1);
    assertThat(remembered.correction().orElseThrow().correction()).isEqualTo("Lise Hansen.");
  }

  @Test
  void manyLinesWithCorrectionsCostFewCommits() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      lines.add(
          "{\"question\":\"What is item %d?\",\"answer\":\"x\",\"correction\":\"Thing %d.\"}"
              .formatted(i, i));
    }
    CountingMemory counting = new CountingMemory(memory);

    Reply.Imported reply = load(counting, lines.toArray(String[]::new));

    assertThat(reply.feedback()).isEqualTo(1200);
    assertThat(memory.counts().corrections()).isEqualTo(1200);
    assertThat(counting.writes()).isLessThanOrEqualTo(6);
  }

  private List<Remembered> failures() {
    return memory.failures(new Window(Instant.EPOCH, NOW.plus(Duration.ofDays(1))));
  }

  private Reply.Imported load(String... lines) throws IOException {
    return load(memory, lines);
  }

  private Reply.Imported load(ExchangeMemory into, String... lines) throws IOException {
    Path file = Files.writeString(directory.resolve("in.jsonl"), String.join("\n", lines));
    return new ImportOperation(into, 0.7, directory.resolve("logs"), NOW)
        .run(file, Progress.silent());
  }
}

package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static dev.nightshift.memory.Samples.exchange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommentsInMemoryTests {
  @TempDir Path directory;

  @Test
  void a_comment_is_kept_and_decides_nothing() {
    Feedback comment =
        new Feedback(
            "c1", "e1", NOON.plusSeconds(9), "bob", Feedback.Kind.COMMENT, null, "Too long.");
    try (LuceneMemory memory = Samples.open(directory)) {
      memory.record(exchange("e1", NOON, "What is the refund window?", true));
      memory.record(comment);
      assertThat(memory.find("e1").orElseThrow().outcome())
          .isEqualTo(new Outcome(true, Outcome.Cause.CONFIDENCE));
      assertThat(memory.counts().failures()).isZero();
      Feedback correction =
          new Feedback("f1", "e1", NOON, "eve", Feedback.Kind.CORRECTION, "Thirty days.");
      memory.record(correction);
      assertThat(memory.find("e1").orElseThrow().correction()).hasValue(correction);
      assertThat(memory.counts().corrections()).isOne();
    }
    try (LuceneMemory memory = Samples.open(directory)) {
      assertThat(memory.find("e1").orElseThrow().feedback().getLast()).isEqualTo(comment);
      assertThat(memory.find("e1").orElseThrow().outcome().cause())
          .isEqualTo(Outcome.Cause.FEEDBACK);
    }
  }
}

package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportFormatTests {
  private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

  @Test
  void aFullLineKeepsEverything() {
    ImportLine line =
        only(
            "{\"question\":\"Q?\",\"answer\":\"A.\",\"confidence\":0.4,\"success\":true,"
                + "\"correction\":\"B.\",\"at\":\"2026-11-20T14:00:00+02:00\",\"model\":\"m\"}");
    assertThat(line)
        .isEqualTo(
            new ImportLine(
                "Q?", "A.", 0.4, true, "B.", Instant.parse("2026-11-20T12:00:00Z"), "m"));
  }

  @Test
  void chatLogsGiveAnExchangeForEachAnsweredQuestion() {
    List<ImportLine> lines =
        ImportFormat.parse(
            "{\"messages\":[{\"role\":\"system\",\"content\":\"S\"},"
                + "{\"role\":\"user\",\"content\":\"one?\"},{\"role\":\"assistant\",\"content\":\"1\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"two?\"}]},"
                + "{\"role\":\"assistant\",\"content\":\"2\"},{\"role\":\"user\",\"content\":\"?\"}]}");
    assertThat(lines).extracting(ImportLine::question).containsExactly("one?", "two?");
    assertThat(lines).extracting(ImportLine::answer).containsExactly("1", "2");
  }

  @Test
  void aCorrectionMakesAFailureAndAFact() {
    ImportLine line = only("{\"question\":\"Q?\",\"answer\":\"A.\",\"correction\":\"B.\"}");
    assertThat(line.exchange(0.7, NOW).outcome().success()).isFalse();
    assertThat(line.feedback(NOW)).get().extracting(Feedback::correction).isEqualTo("B.");
    assertThat(line.feedback(NOW)).get().extracting(Feedback::exchangeId).isEqualTo(line.id());
  }

  @Test
  void confidenceDecidesWhenNobodySaysMore() {
    ImportLine low = only("{\"question\":\"Q?\",\"answer\":\"A.\",\"confidence\":0.7}");
    assertThat(low.exchange(0.7, NOW).outcome())
        .isEqualTo(new Outcome(false, Outcome.Cause.CONFIDENCE));
    ImportLine unsaid = only("{\"question\":\"Q?\",\"answer\":\"A.\"}");
    assertThat(unsaid.exchange(0.7, NOW).outcome().success()).isTrue();
  }

  @Test
  void theSameLineHasTheSameIdAndAnotherLineAnother() {
    String line = "{\"question\":\"Q?\",\"answer\":\"A.\"}";
    assertThat(only(line).id()).isEqualTo(only(line).id());
    assertThat(only(line).id()).isNotEqualTo(only(line.replace("A.", "B.")).id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | not JSON",
        "[1] | not a JSON object",
        "{\"answer\":\"A\"} | question is missing",
        "{\"question\":\"Q\"} | answer is missing",
        "{\"question\":\" \",\"answer\":\"A\"} | the question is empty",
        "{\"question\":1,\"answer\":\"A\"} | question is not a text",
        "{\"question\":\"Q\",\"answer\":\"A\",\"confidence\":2} | within 0 and 1",
        "{\"question\":\"Q\",\"answer\":\"A\",\"confidence\":\"x\"} | confidence is not a number",
        "{\"question\":\"Q\",\"answer\":\"A\",\"success\":\"no\"} | success is not true or false",
        "{\"question\":\"Q\",\"answer\":\"A\",\"correction\":\"\"} | the correction is empty",
        "{\"question\":\"Q\",\"answer\":\"A\",\"at\":\"noon\"} | at is not a time",
        "{\"messages\":\"x\"} | messages is not a list",
        "{\"messages\":[]} | no user's message"
      })
  void aBadLineIsToldWhatIsWrongWithIt(String line, String wrong) {
    assertThatThrownBy(() -> ImportFormat.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(wrong);
  }

  private static ImportLine only(String line) {
    List<ImportLine> lines = ImportFormat.parse(line);
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }
}

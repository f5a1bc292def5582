package dev.nightshift.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.appraisal.Remark.Severity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PracticeTests {
  private static Remark remark(Severity severity, int line) {
    return new Remark(severity, line, "rule", "message", "somebody");
  }

  private static double score(Remark... remarks) {
    return Practice.of(List.of(remarks), List.of()).score();
  }

  @Test
  void remarks_cost_by_their_severity_and_once_a_line() {
    assertThat(score()).isEqualTo(1);
    assertThat(score(remark(Severity.HINT, 1))).isEqualTo(1);
    assertThat(score(remark(Severity.LOW, 1), remark(Severity.MEDIUM, 2))).isEqualTo(0.87);
    assertThat(score(remark(Severity.LOW, 1), remark(Severity.HIGH, 1))).isEqualTo(0.7);
    assertThat(
            score(
                IntStream.range(1, 9)
                    .mapToObj(line -> remark(Severity.HIGH, line))
                    .toArray(Remark[]::new)))
        .isEqualTo(0);
  }

  @Test
  void without_a_time_there_is_no_score_of_efficiency() {
    Growth unknown = Growth.unknown("why");
    Growth quadratic = Growth.of(Order.QUADRATIC);
    Growth linear = Growth.of(Order.LINEAR);
    assertThat(Efficiency.of(unknown, linear, "n", List.of()).score()).isNull();
    assertThat(Efficiency.of(quadratic, unknown, "n", List.of()).score()).isEqualTo(0.5);
    assertThat(Efficiency.of(linear, quadratic, "n", List.of()).score()).isEqualTo(0.5);
  }
}

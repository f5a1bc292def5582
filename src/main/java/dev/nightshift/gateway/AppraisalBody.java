package dev.nightshift.gateway;

import dev.nightshift.appraisal.Appraisal;
import dev.nightshift.appraisal.Efficiency;
import dev.nightshift.appraisal.Growth;
import dev.nightshift.appraisal.Practice;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What a program is worth, in three parts. */
@Schema(name = "CodeAppraisal")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record AppraisalBody(
    @Schema(description = "share of rows and tests that passed") double correctness,
    GrowthBody efficiency,
    PracticeBody practice) {

  /** How time and memory grow. */
  @Schema(name = "CodeEfficiency")
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record GrowthBody(
      @Schema(description = "null when the order of time is not known") @Nullable Double score,
      @Schema(example = "O(n log n)") @Nullable String time,
      String timeReason,
      @Nullable String memory,
      String memoryReason,
      @Schema(description = "what was made larger") String n,
      List<Efficiency.Sample> samples) {
    private static GrowthBody of(Efficiency one) {
      return new GrowthBody(
          one.score(),
          notation(one.time()),
          one.time().reason(),
          notation(one.memory()),
          one.memory().reason(),
          one.n(),
          one.samples());
    }

    private static @Nullable String notation(Growth growth) {
      return growth.order() == null ? null : growth.order().notation();
    }
  }

  /** How well it is made. */
  @Schema(name = "CodePractice")
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record PracticeBody(double score, List<RemarkBody> remarks, List<Practice.Checker> checkers) {}

  /** Something about its text. */
  @Schema(name = "CodeRemark")
  record RemarkBody(String severity, int line, String rule, String message, String by) {}

  static AppraisalBody of(Appraisal appraisal) {
    Practice practice = appraisal.practice();
    return new AppraisalBody(
        appraisal.correctness().score(),
        GrowthBody.of(appraisal.efficiency()),
        new PracticeBody(
            practice.score(),
            practice.remarks().stream()
                .map(
                    one ->
                        new RemarkBody(
                            one.severity().name(), one.line(), one.rule(), one.message(), one.by()))
                .toList(),
            practice.checkers()));
  }
}

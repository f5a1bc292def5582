package dev.nightshift.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the gate decided, and the figures it decided by.
 *
 * @param accepted whether the candidate may be deployed
 * @param reason in words for a person
 * @param candidate the candidate's version
 * @param active the version it was compared with, or {@code base}
 * @param scoped whether the deciding figures are those of scoped serving
 * @param target questions to be learned, as served; null when it was not measured
 * @param regression questions to be kept, as served; null when it was not measured
 * @param targetAlwaysOn the target questions with the candidate answering everything; null likewise
 * @param regressionAlwaysOn the questions to be kept with the candidate answering everything
 */
public record GateVerdict(
    boolean accepted,
    String reason,
    String candidate,
    String active,
    boolean scoped,
    @Nullable GateTable target,
    @Nullable GateTable regression,
    @Nullable GateTable targetAlwaysOn,
    @Nullable GateTable regressionAlwaysOn) {

  /** Whether a kept {@code evaluation.json} says that the adapter was rejected. */
  public static boolean rejectedIn(Path file) {
    try {
      return Files.exists(file)
          && JsonMapper.shared().readTree(file).path("state").asString("").equals("REJECTED");
    } catch (JacksonException e) {
      return false;
    }
  }

  /** The verdict as it is kept in {@code evaluation.json}. */
  public String json() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("state", accepted ? "ACCEPTED" : "REJECTED");
    fields.put("reason", reason);
    fields.put("candidate", candidate);
    fields.put("active", active);
    fields.put("decided_by", scoped ? "scoped" : "always_on");
    fields.put("target", target);
    fields.put("regression", regression);
    fields.put("target_always_on", targetAlwaysOn);
    fields.put("regression_always_on", regressionAlwaysOn);
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(fields);
  }
}

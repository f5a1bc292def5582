package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Judgement;
import dev.nightshift.codeloop.RowResult;
import dev.nightshift.codeloop.TaskYaml;
import dev.nightshift.sandbox.Finding;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The files of a commit. */
final class ProgramFiles {
  static final String PROGRAM = "program.py";
  static final String TASK = "task.yaml";
  static final String JUDGEMENT = "judgement.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  private ProgramFiles() {}

  static Map<String, String> of(CodeTask task) {
    return Map.of(TASK, TaskYaml.of(task));
  }

  static Map<String, String> of(CodeTask task, Attempt attempt) {
    return Map.of(
        PROGRAM, attempt.source(), TASK, TaskYaml.of(task), JUDGEMENT, json(attempt.judgement()));
  }

  private static String json(Judgement judgement) {
    ObjectNode json = JSON.createObjectNode();
    json.put("passed", judgement.passed());
    json.put("tests_passed", judgement.testsPassed());
    json.put("tests_problem", judgement.testProblem());
    json.put("tests_fault", judgement.testFault().kind().name());
    json.put("sandbox_ms", judgement.time().toMillis());
    ArrayNode rows = json.putArray("rows");
    for (RowResult result : judgement.rows()) {
      rows.addObject()
          .put("id", result.row().id())
          .put("hidden", result.row().hidden())
          .put("passed", result.passed())
          .put("output", result.output())
          .put("expected", result.row().expected())
          .put("problem", result.problem())
          .put("fault", result.fault().kind().name());
    }
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : judgement.findings()) {
      findings
          .addObject()
          .put("code", finding.code().name())
          .put("line", finding.line())
          .put("column", finding.column())
          .put("message", finding.message())
          .put("excerpt", finding.excerpt());
    }
    return json.toPrettyString() + "\n";
  }
}

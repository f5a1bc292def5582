package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.Fault;
import dev.nightshift.sandbox.Finding;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SelfDebuggerTests {
  @TempDir Path folder;
  private final Loop loop = new Loop();

  private AttemptStore store() {
    return new AttemptStore(folder, GovernanceSettings.defaults(), loop);
  }

  private SelfDebugger debugger() {
    return new SelfDebugger(store(), loop);
  }

  private void run(String task, Attempt... attempts) {
    loop.run(new AttemptRecorder(store(), run -> {}), task, attempts);
  }

  @Test
  void each_kind_of_failure_has_its_pattern() {
    SelfDebugger debugger = debugger();
    run(
        "double",
        Loop.found(1, Finding.Code.FORBIDDEN_IMPORT, "the module requests may not be imported"),
        Loop.found(2, Finding.Code.SYNTAX_ERROR, "SyntaxError: invalid syntax"),
        Loop.found(3, Finding.Code.MISSING_FUNCTION, "the program defines no function double"),
        Loop.failed(4, Fault.Kind.TOO_LATE),
        Loop.failed(5, Fault.Kind.WRONG_FORM),
        Loop.failed(6, Fault.Kind.WRONG_VALUE),
        Loop.failed(7, Fault.Kind.TOO_MUCH_MEMORY),
        Loop.raised(8, "IndexError", 2, "IndexError: list index out of range"),
        Loop.raised(9, "ModuleNotFoundError", 1, "ModuleNotFoundError: No module named 'numpy'"),
        Loop.raised(
            10, "TypeError", 0, "TypeError: double() takes 0 positional arguments but 1 was given"),
        Loop.raised(11, "TypeError", 2, "TypeError: f() takes 0 positional arguments"),
        Loop.found(12, Finding.Code.DANGEROUS_BUILTIN, "eval may not be used"));

    FailureAnalysis analysis = debugger.analyzeRecentFailures();

    assertThat(analysis.attempts()).isEqualTo(12);
    assertThat(analysis.failed()).isEqualTo(12);
    for (FailureCategory category : FailureCategory.values()) {
      int expected =
          switch (category) {
            case FORBIDDEN_IMPORTS, MISSING_FUNCTION -> 2;
            case OTHER -> 3;
            default -> 1;
          };
      assertThat(analysis.pattern(category).map(FailurePattern::count))
          .as(category.word())
          .contains(expected);
    }
    assertThat(analysis.pattern(FailureCategory.FORBIDDEN_IMPORTS).orElseThrow().details())
        .containsOnlyKeys("requests", "numpy");
  }

  @Test
  void a_run_that_goes_on_is_not_counted_as_unsolved() {
    run("double", Loop.passed(1));
    new AttemptRecorder(store(), run -> {})
        .attempted(loop.start("double"), Loop.failed(1, Fault.Kind.WRONG_VALUE));

    FailureAnalysis analysis = debugger().analyzeRecentFailures();

    assertThat(analysis.attempts()).isEqualTo(2);
    assertThat(analysis.runs()).isEqualTo(2);
    assertThat(SystemStatus.of(analysis, false).runs()).isEqualTo(Rate.of(1, 1));
  }

  @Test
  void examples_name_the_newest_attempts_of_different_runs() {
    SelfDebugger debugger = debugger();
    for (int i = 0; i < 5; i++) {
      loop.pass(Duration.ofSeconds(1));
      run("t" + i, Loop.failed(1, Fault.Kind.WRONG_VALUE), Loop.failed(2, Fault.Kind.WRONG_VALUE));
    }

    FailurePattern pattern =
        debugger.analyzeRecentFailures().pattern(FailureCategory.WRONG_OUTPUT).orElseThrow();

    assertThat(pattern.count()).isEqualTo(10);
    assertThat(pattern.runs()).isEqualTo(5);
    assertThat(pattern.examples())
        .extracting(FailurePattern.Example::task)
        .containsExactly("t4", "t3", "t2");
    assertThat(pattern.examples())
        .allSatisfy(one -> assertThat(folder.resolve(one.file())).exists());
  }

  @Test
  void what_lies_further_back_is_not_recent() {
    SelfDebugger debugger = debugger();
    run("old", Loop.failed(1, Fault.Kind.WRONG_VALUE));
    loop.pass(Duration.ofMinutes(90));
    run("new", Loop.passed(1));

    assertThat(debugger.analyzeRecentFailures().failed()).isZero();
    assertThat(debugger.analyzeRecentFailures().solved()).isEqualTo(1);
    assertThat(debugger.analyzeRecentFailures(Duration.ofHours(2)).failed()).isEqualTo(1);
  }

  @Test
  void recommendations_have_exactly_their_fields_and_the_severest_stands_first() {
    SelfDebugger debugger = debugger();
    run(
        "double",
        Loop.failed(1, Fault.Kind.WRONG_VALUE),
        Loop.failed(2, Fault.Kind.WRONG_VALUE),
        Loop.failed(3, Fault.Kind.WRONG_VALUE),
        Loop.found(4, Finding.Code.FORBIDDEN_IMPORT, "the module os may not be imported"),
        Loop.passed(5),
        Loop.passed(6));

    JsonNode json =
        GovernanceJson.LINES.valueToTree(debugger.analyzeRecentFailures().recommendations());

    assertThat(json.get(0).propertyNames())
        .containsExactly("issue", "count", "description", "fix", "severity", "auto_fixable");
    assertThat(json.get(0).path("issue").asString()).isEqualTo("wrong_output");
    assertThat(json.get(0).path("severity").asString()).isEqualTo("critical");
    assertThat(json.get(0).path("auto_fixable").asBoolean()).isFalse();
    assertThat(json.get(1).path("issue").asString()).isEqualTo("forbidden_imports");
    assertThat(json.get(1).path("severity").asString()).isEqualTo("medium");
    assertThat(json.get(1).path("description").asString()).contains("1 of 6", "os (1)");
    assertThat(json.get(1).path("auto_fixable").asBoolean()).isTrue();
  }
}

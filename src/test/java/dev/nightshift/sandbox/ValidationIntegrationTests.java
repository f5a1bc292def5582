package dev.nightshift.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is said of programs before they run: nothing of ordinary ones. */
class ValidationIntegrationTests {
  private static final Path RESOURCES = Path.of("src/test/resources/sandbox");
  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox = Sandbox.open(TestSettings.defaults(1));
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static Outcome run(String source, Entry entry) {
    return sandbox.run(new Program(source, entry, sandbox.validation()));
  }

  @TestFactory
  List<DynamicTest> ordinary_programs_are_run() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    String[] programs =
        Files.readString(RESOURCES.resolve("ordinary.py")).split("(?m)^# ---- ", -1);
    assertThat(programs.length).isGreaterThan(45);
    for (String program : List.of(programs).subList(1, programs.length)) {
      String[] parts = program.split("\n", 2);
      tests.add(
          DynamicTest.dynamicTest(
              parts[0],
              () -> {
                Outcome outcome = run(parts[1], new Entry.Script(""));
                assertThat(outcome.findings()).isEmpty();
                assertThat(outcome.failure()).isNull();
                assertThat(outcome.output().strip()).isEqualTo(parts[0]);
              }));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> what_does_not_belong_is_found_with_its_line_and_nothing_runs()
      throws IOException {
    return Files.readAllLines(RESOURCES.resolve("rejected.txt")).stream()
        .map(
            line -> {
              String[] parts = line.split(" ", 3);
              String[] lines = parts[2].replace("\\0", "\0").split("~", -1);
              String source = String.join("\n", lines) + "\n";
              return DynamicTest.dynamicTest(
                  line,
                  () -> {
                    Outcome outcome = run(source, new Entry.Script(""));
                    assertThat(outcome.ending()).isEqualTo(Ending.REJECTED);
                    assertThat(outcome.succeeded()).isFalse();
                    assertThat(outcome.findings())
                        .extracting(Finding::code)
                        .contains(Finding.Code.valueOf(parts[0]));
                    Finding finding = outcome.findings().getFirst();
                    assertThat(finding.line()).isEqualTo(Integer.parseInt(parts[1]));
                    assertThat(finding.excerpt()).isEqualTo(lines[finding.line() - 1].strip());
                  });
            })
        .toList();
  }

  @Test
  void a_rejected_program_has_not_begun() {
    Outcome outcome = run("print('ran', flush=True)\nimport os\n", new Entry.Script(""));

    assertThat(outcome.ending()).isEqualTo(Ending.REJECTED);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.findings())
        .containsExactly(
            new Finding(
                Finding.Code.FORBIDDEN_IMPORT,
                2,
                1,
                "the module os may not be imported",
                "import os"));
  }

  @Test
  void the_function_that_is_called_has_to_be_there() {
    Entry call = new Entry.Call("solve", List.of("[1]"));

    assertThat(run("def other(x):\n    return x\n", call).findings())
        .extracting(Finding::code)
        .containsExactly(Finding.Code.MISSING_FUNCTION);
    assertThat(run("solve = 3\n", call).findings())
        .extracting(Finding::code)
        .containsExactly(Finding.Code.MISSING_FUNCTION);
    for (String source :
        List.of(
            "solve = lambda x: x", "from math import floor as solve", "class solve(int): pass")) {
      assertThat(run(source, call).succeeded()).as(source).isTrue();
    }
  }

  @Test
  void deep_nesting_is_refused_and_not_a_fault() {
    Outcome outcome = run("x = " + "(".repeat(5000) + ")".repeat(5000), new Entry.Script(""));

    assertThat(outcome.ending()).isEqualTo(Ending.REJECTED);
    Outcome sums = run("x = " + "1+".repeat(20_000) + "1", new Entry.Script(""));
    assertThat(sums.ending()).isIn(Ending.REJECTED, Ending.COMPLETED);
  }

  @Test
  void a_task_may_allow_other_modules() {
    Program program =
        new Program(
            "import os\nprint(os.sep)", new Entry.Script(""), Validation.allowing(List.of("os")));

    assertThat(sandbox.run(program).output()).isEqualTo("/\n");
  }
}

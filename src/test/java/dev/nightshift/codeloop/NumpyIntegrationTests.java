package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Programs that import numpy behind the boundary, with a Python that has it: the one that {@code
 * NIGHTSHIFT_NUMPY_PYTHON} names, or one of the usual places.
 */
class NumpyIntegrationTests {
  private static final Logger log = LoggerFactory.getLogger(NumpyIntegrationTests.class);
  private static final String VARIABLE = "NIGHTSHIFT_NUMPY_PYTHON";
  private static final List<String> PLACES =
      List.of("target/numpy/bin/python3", "/usr/bin/python3", "/usr/local/bin/python3");

  private static @Nullable Sandbox sandbox;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    Optional<String> named = Optional.ofNullable(System.getenv(VARIABLE));
    Optional<String> python = named;
    if (named.isEmpty()) {
      for (String place : PLACES) {
        String path = Path.of(place).toAbsolutePath().toString();
        if (python.isEmpty() && hasNumpy(path)) {
          python = Optional.of(path);
        }
      }
    }
    if (python.isEmpty()) {
      log.warn(
          "NUMPY IS NOT TRIED: no Python here has it. Install it (python3 -m venv target/numpy &&"
              + " target/numpy/bin/pip install numpy), or name one in {}",
          VARIABLE);
    }
    Assumptions.assumeTrue(python.isPresent(), "no Python here has numpy: see the warning");
    // One that is named and does not have it fails the tests: somebody wants them.
    sandbox =
        Sandbox.open(
            new Binder(
                    new MapConfigurationPropertySource(
                        Map.of("nightshift.sandbox.python", python.orElseThrow())))
                .bindOrCreate("nightshift.sandbox", SandboxSettings.class));
  }

  private static boolean hasNumpy(String python) throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(python))) {
      return false;
    }
    Process process =
        new ProcessBuilder(python, "-I", "-c", "import numpy")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  @AfterAll
  static void close() {
    Stream.ofNullable(sandbox).forEach(Sandbox::close);
  }

  private static Judgement judge(String imports, String source) {
    CodeTask task =
        TaskFile.parse(
            "the task",
            "t",
            """
            prompt: The solution x of a x = b.
            function: "solve(a, b)"
            rows:
              - {args: [[[2, 0], [0, 4]], [2, 4]], expected: [1, 1]}
              - {args: [[[1, 2], [3, 4]], [5, 11]], expected: [1, 2], hidden: true}
            tests: |
              import numpy
              a = numpy.random.default_rng(1).random((300, 300))
              x = numpy.array(solve(a.tolist(), [1.0] * 300))
              assert numpy.allclose(a @ x, 1)
            tolerance: 1e-9
            """
                + imports,
            Limits.defaults());
    return new SandboxJudge(Objects.requireNonNull(sandbox)).judge(task, source);
  }

  @Test
  void a_program_that_imports_numpy_runs_within_the_limits_that_hold_for_all() {
    Judgement judgement =
        judge(
            "",
            """
            import numpy as np
            def solve(a, b):
                np.linalg.svd(np.array(a))
                np.fft.fft(np.array(b))
                return np.linalg.solve(np.array(a), np.array(b)).tolist()
            """);

    assertThat(judgement.rows()).allSatisfy(row -> assertThat(row.problem()).isEmpty());
    assertThat(judgement.testProblem()).isEmpty();
    assertThat(judgement.passed()).isTrue();
  }

  @Test
  void an_array_that_is_too_large_ends_in_a_memory_error_and_not_in_more_memory() {
    Judgement judgement =
        judge(
            "",
            """
            import numpy as np
            def solve(a, b):
                return np.ones((1 << 30,)).tolist()
            """);

    assertThat(judgement.rows())
        .extracting(row -> row.fault().kind())
        .containsOnly(Fault.Kind.TOO_MUCH_MEMORY);
  }

  @Test
  void an_array_that_is_returned_is_no_list_and_said_to_be_another_form() {
    Judgement judgement =
        judge("", "import numpy as np\ndef solve(a, b):\n    return np.linalg.solve(a, b)\n");

    assertThat(judgement.rows())
        .extracting(row -> row.fault().kind())
        .containsOnly(Fault.Kind.WRONG_FORM);
    assertThat(judgement.rows().getFirst().output()).startsWith("array(");
  }

  @Test
  void a_task_that_allows_other_imports_refuses_it() {
    Judgement judgement =
        judge("imports: [math]\n", "import numpy\ndef solve(a, b):\n    return b\n");

    assertThat(judgement.findings()).isNotEmpty();
    assertThat(judgement.testProblem()).contains("numpy may not be imported");
  }
}

package dev.nightshift.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.TaskFile;
import dev.nightshift.sandbox.Limits;
import dev.nightshift.sandbox.Sandbox;
import dev.nightshift.sandbox.ShippedSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How well real programs are made, looked at in the real sandbox. */
class PracticeIntegrationTests {
  private static Sandbox sandbox;
  private static Appraiser appraiser;

  @BeforeAll
  static void open() {
    sandbox = ShippedSandbox.open();
    appraiser = new Appraiser(sandbox);
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static CodeTask task(String function, String row) {
    return TaskFile.parse(
        "the task",
        "t",
        "prompt: p\nfunction: \"" + function + "\"\nrows:\n  - " + row + "\n",
        Limits.defaults());
  }

  @Test
  void traps_are_found_with_their_lines() {
    Practice bad =
        appraiser
            .appraise(
                task("f(list, seen)", "{args: [[1], []], expected: 1}"),
                """
                import re
                from math import *
                def f(list, seen=[]):
                    try:
                        x = eval('1')
                    except:
                        pass
                    if seen is 3 or seen == None:
                        return 2
                        return 3
                    return 1
                """)
            .practice();

    assertThat(bad.remarks())
        .filteredOn(remark -> remark.by().equals("nightshift"))
        .extracting(remark -> remark.line() + " " + remark.rule())
        .containsExactlyInAnyOrder(
            "1 unused-import",
            "2 star-import",
            "3 shadowed-builtin",
            "3 missing-docstring",
            "3 mutable-default",
            "5 dangerous-call",
            "6 bare-except",
            "6 swallowed-exception",
            "8 is-literal",
            "8 none-comparison",
            "10 unreachable");
    assertThat(bad.score()).isLessThan(0.4);
  }

  @Test
  void an_ordinary_program_has_no_traps() {
    Practice good =
        appraiser
            .appraise(
                task("f(a)", "{args: [[1]], expected: 1}"),
                """
                from __future__ import annotations

                import re
                from collections import Counter


                class Words:
                    kinds: "Counter[str]"

                    def list(self):
                        return re.findall(r"\\w+", str(self.kinds))


                def f(a):
                    \"\"\"Counts, and says so.\"\"\"
                    total = 0
                    for value in a:
                        def add(by=1):
                            nonlocal total
                            total += by
                        add()
                    first, *_ = a
                    try:
                        return a.index(first) + total
                    except ValueError as e:
                        raise KeyError(first) from e
                """)
            .practice();
    assertThat(good.remarks()).filteredOn(remark -> remark.by().equals("nightshift")).isEmpty();
  }

  @TempDir Path folder;

  private List<StaticChecker> checkers(String ruff) throws IOException {
    Path program = Files.writeString(folder.resolve("ruff"), "#!/bin/sh\n" + ruff);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Checkers.installed(Map.of("PATH", folder + ":/usr/bin:/bin"));
  }

  @Test
  void checkers_that_are_installed_are_asked_and_named_with_their_versions() throws IOException {
    StaticChecker ruff =
        checkers(
                """
                [ "$1" = --version ] && { echo "ruff 9.8.7"; exit 0; }
                [ "$(wc -l)" = 2 ] && [ -z "$SECRET" ] || exit 2
                echo '[{"code": "F821", "message": "Undefined", "location": {"row": 2}}]'
                exit 1
                """)
            .getFirst();
    List<Remark> remarks = new ArrayList<>();

    assertThat(ruff.check("x = 1\ny\n", remarks))
        .isEqualTo(new Practice.Checker("ruff", "9.8.7", ""));
    assertThat(remarks)
        .containsExactly(new Remark(Remark.Severity.HIGH, 2, "F821", "Undefined", "ruff"));
    assertThat(ruff.check("x = 1\n", remarks).problem()).contains("status 2");
  }

  @Test
  void a_checker_that_is_not_there_or_talks_nonsense_fails_nothing() throws IOException {
    List<Remark> remarks = new ArrayList<>();
    StaticChecker nonsense = checkers("echo nonsense; exit 0").getFirst();
    assertThat(nonsense.check("x", remarks).problem()).contains("cannot be asked");
    Files.delete(folder.resolve("ruff"));
    StaticChecker none = Checkers.installed(Map.of("PATH", folder.toString())).getFirst();
    assertThat(none.check("x", remarks).problem()).isEqualTo("it is not installed");
    assertThat(remarks).isEmpty();
  }
}

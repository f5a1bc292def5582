package dev.nightshift.versions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.QualityMeter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forgotten is in no object of the repository, packed or not. */
class ForgottenRunsTests {
  private static final String SECRET = "zyqvarnex";
  private static final CodeTask HERS = CodeRuns.task("hall", "Count the keys of " + SECRET, "42");
  private static final String GOOD = "def double(n):\n    return n * 2\n";

  @TempDir Path folder;
  private ProgramVersions versions;

  @BeforeEach
  void open() {
    versions = versions(folder);
    new CodeRuns(versions.listener(), CodeRuns.FIRST, HERS)
        .attempt(0, "# " + SECRET + "\n", 1, "it knows " + SECRET)
        .attempt(1, GOOD + "# " + SECRET + "\n", 3, "")
        .end();
    new CodeRuns(versions.listener(), CodeRuns.SECOND, CodeRuns.TASK)
        .attempt(0, "def double(n): return 0", 1, "")
        .attempt(1, GOOD, 3, "")
        .end();
  }

  private static ProgramVersions versions(Path where) {
    return new ProgramVersions(
        where, VersionsSettings.defaults(), InstantSource.system(), QualityMeter.TEXT);
  }

  /** Texts of all objects, wherever they are, whether something leads to them or not. */
  private List<String> objects() throws IOException {
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(folder.resolve("history.git").toFile()).build()) {
      Set<ObjectId> ids = new TreeSet<>();
      ObjectDirectory database = (ObjectDirectory) repository.getObjectDatabase();
      for (Pack pack : database.getPacks()) {
        for (PackIndex.MutableEntry entry : pack) {
          ids.add(entry.toObjectId());
        }
      }
      Path objects = folder.resolve("history.git/objects");
      try (Stream<Path> files = Files.walk(objects, 2)) {
        files
            .map(file -> objects.relativize(file).toString().replace("/", ""))
            .filter(name -> name.matches("[0-9a-f]{40}"))
            .forEach(name -> ids.add(ObjectId.fromString(name)));
      }
      return ids.stream().map(id -> text(repository, id)).toList();
    }
  }

  private static String text(Repository repository, ObjectId id) {
    try {
      return new String(repository.open(id).getBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runs_go_with_their_solutions_what_is_taught_of_them_and_every_object(boolean packed)
      throws Exception {
    if (packed) {
      try (Git git = Git.open(folder.resolve("history.git").toFile())) {
        git.gc().call();
      }
    }
    assertThat(objects()).anyMatch(text -> text.contains(SECRET));
    assertThat(versions.tasksOf(Set.of(CodeRuns.FIRST))).containsExactly("hall");

    versions.forgetAll(Set.of(CodeRuns.FIRST));

    assertThat(objects()).noneMatch(text -> text.contains(SECRET)).isNotEmpty();
    assertThat(versions.verified().all())
        .extracting(VerifiedSolution::task)
        .containsExactly("double");
    assertThat(versions.solutions()).extracting(SolutionDecision::task).containsExactly("double");
    assertThat(versions.runs("", run -> true, 9))
        .extracting(RunVersion::id)
        .containsExactly(CodeRuns.SECOND);
    assertThat(versions.program("double:adopted").source()).isEqualTo(GOOD);
  }

  @Test
  void of_a_task_that_others_solved_too_all_solutions_go_and_are_found_anew() {
    String third = "20261122-010205-double-00000003";
    CodeRuns.solved(versions.listener(), third, CodeRuns.TASK, "def double(n):\n  return 2*n\n");
    assertThat(versions.decisions("double", 9)).hasSize(2);

    versions.forgetAll(Set.of(third));
    assertThat(versions.solutions()).extracting(SolutionDecision::task).containsExactly("hall");
    assertThat(versions.run(CodeRuns.SECOND).attempts()).hasSize(2);

    String fourth = "20261122-010206-double-00000004";
    CodeRuns.solved(versions.listener(), fourth, CodeRuns.TASK, GOOD);
    assertThat(versions.program("double:v1").source()).isEqualTo(GOOD);
  }

  @Test
  void runs_that_nobody_knows_change_nothing_and_a_history_that_is_none_is_no_error() {
    versions.forgetAll(Set.of("20261122-010209-other-00000009"));
    assertThat(versions.solutions()).hasSize(2);

    ProgramVersions none = versions(folder.resolve("none"));
    none.forgetAll(Set.of(CodeRuns.FIRST));
    assertThat(folder.resolve("none/history.git")).doesNotExist();
  }
}

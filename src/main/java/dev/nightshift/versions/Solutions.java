package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.versions.SolutionDecision.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The solutions of tasks. The first that passes everything is v1; a later one is the next version
 * when it is strictly better, or when the task has become another; every decision is a commit of
 * the task's branch, and every version a tag.
 */
final class Solutions {
  private final GitStore store;

  Solutions(GitStore store) {
    this.store = store;
  }

  /** Decides about the best program of a solved run; empty when it is the one in force. */
  Optional<SolutionDecision> consider(CodeRun run, Instant now) throws IOException {
    String task = run.task().id();
    Attempt best = run.best();
    String digest = TaskDigest.of(run.task());
    SolutionMeasure measure = SolutionMeasure.of(best.source());
    Optional<RevCommit> tip = store.find(RefNames.solutions(task));
    if (tip.isEmpty()) {
      return Optional.of(
          adopt(run, Optional.empty(), digest, 0, "the first solution: " + passed(run), now));
    }
    String inForce = store.file(tip.get(), ProgramFiles.PROGRAM).orElse("");
    SolutionMeasure before = SolutionMeasure.of(inForce);
    boolean sameTask = Trailers.of(tip.get().getFullMessage()).text("Task-Digest").equals(digest);
    if (sameTask && inForce.equals(best.source())) {
      return Optional.empty();
    }
    if (!sameTask) {
      String reason =
          "the task's rows or tests are others than v%d passed; %s"
              .formatted(SolutionDecision.of(tip.get()).version(), passed(run));
      return Optional.of(adopt(run, tip, digest, before.characters(), reason, now));
    }
    if (measure.betterThan(before)) {
      String reason =
          "%s, with %d characters instead of %d"
              .formatted(passed(run), measure.characters(), before.characters());
      return Optional.of(adopt(run, tip, digest, before.characters(), reason, now));
    }
    return Optional.of(refuse(run, tip.get(), digest, before, now));
  }

  /** The program in force that solves exactly this task; empty for none. */
  String inForce(CodeTask task) throws IOException {
    Optional<RevCommit> tip = store.find(RefNames.solutions(task.id()));
    boolean sameTask =
        tip.map(found -> Trailers.of(found.getFullMessage()).text("Task-Digest"))
            .filter(TaskDigest.of(task)::equals)
            .isPresent();
    return sameTask ? store.file(tip.get(), ProgramFiles.PROGRAM).orElse("") : "";
  }

  private static String passed(CodeRun run) {
    int rows = run.task().rows().size();
    long hidden = run.task().rows().stream().filter(row -> row.hidden()).count();
    return "%d of %d rows passed, %d of them hidden%s"
        .formatted(rows, rows, hidden, run.task().tests().isBlank() ? "" : ", and the tests");
  }

  private SolutionDecision adopt(
      CodeRun run, Optional<RevCommit> tip, String digest, int before, String reason, Instant now)
      throws IOException {
    String task = run.task().id();
    int version = newest(task) + 1;
    SolutionDecision made = decision(run, version, Verdict.ADOPTED, before, reason, now);
    ObjectId commit =
        store.commit(
            ProgramFiles.of(run.task(), run.best()),
            tip.map(RevCommit::getId),
            made.message(digest),
            now);
    // The tag first: a branch that names a version which is nowhere would be worse.
    store.tag(RefNames.solution(task, version), commit, made.message(digest), now);
    store.point(RefNames.solutions(task), commit);
    return at(task);
  }

  private SolutionDecision refuse(
      CodeRun run, RevCommit tip, String digest, SolutionMeasure before, Instant now)
      throws IOException {
    int version = SolutionDecision.of(tip).version();
    String reason =
        "%d characters are not fewer than the %d of v%d"
            .formatted(
                SolutionMeasure.of(run.best().source()).characters(), before.characters(), version);
    SolutionDecision made =
        decision(run, version, Verdict.NOT_ADOPTED, before.characters(), reason, now);
    store.point(
        RefNames.solutions(run.task().id()),
        store.commitAgain(tip, Optional.of(tip), made.message(digest), now));
    return at(run.task().id());
  }

  private static SolutionDecision decision(
      CodeRun run, int version, Verdict verdict, int before, String reason, Instant now) {
    return new SolutionDecision(
        run.task().id(),
        version,
        verdict,
        run.id(),
        run.best().number(),
        SolutionMeasure.of(run.best().source()).characters(),
        before,
        reason,
        now,
        "");
  }

  /**
   * Puts a version in force, whatever is now.
   *
   * @return empty when it is in force already
   */
  Optional<SolutionDecision> choose(String task, int version, String reason, Instant now)
      throws IOException {
    RevCommit chosen = version(task, version);
    RevCommit tip = tip(task);
    SolutionDecision inForce = SolutionDecision.of(tip);
    if (inForce.version() == version) {
      return Optional.empty();
    }
    Trailers then = Trailers.of(chosen.getFullMessage());
    SolutionDecision made =
        new SolutionDecision(
            task,
            version,
            Verdict.CHOSEN,
            then.text("Run"),
            then.number("Attempt"),
            then.number("Length"),
            SolutionMeasure.of(store.file(tip, ProgramFiles.PROGRAM).orElse("")).characters(),
            reason,
            now,
            "");
    store.point(
        RefNames.solutions(task),
        store.commitAgain(chosen, Optional.of(tip), made.message(then.text("Task-Digest")), now));
    return Optional.of(at(task));
  }

  /** The decisions of a task, newest first; the newest says what is in force. */
  List<SolutionDecision> decisions(String task, int most) throws IOException {
    return store.back(tip(task), most).stream().map(SolutionDecision::of).toList();
  }

  /** The newest decision of every task, by the tasks' names. */
  List<SolutionDecision> all() throws IOException {
    return store.under(RefNames.SOLUTIONS).values().stream().map(SolutionDecision::of).toList();
  }

  /** What is in force of a task. */
  RevCommit tip(String task) throws IOException {
    return store
        .find(RefNames.solutions(task))
        .orElseThrow(
            () -> unknown("no solution of the task " + task + " has been adopted" + known(task)));
  }

  private static String known(String task) {
    return "; pipeline code history lists runs and solutions, and " + task + " is in neither";
  }

  /** A version of a task, in force or not. */
  RevCommit version(String task, int version) throws IOException {
    return store
        .find(RefNames.solution(task, version))
        .orElseThrow(
            () ->
                unknown(
                    "there is no solution %s:v%d; pipeline code history %s lists them"
                        .formatted(task, version, task)));
  }

  private SolutionDecision at(String task) throws IOException {
    return SolutionDecision.of(tip(task));
  }

  private int newest(String task) throws IOException {
    String first = RefNames.solution(task, 0);
    String prefix = first.substring(0, first.length() - 1);
    return store.names(prefix).stream()
        .map(name -> name.substring(prefix.length()))
        .filter(number -> number.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }

  private static VersionsException unknown(String message) {
    return new VersionsException(VersionsException.Code.REQUEST, message);
  }
}

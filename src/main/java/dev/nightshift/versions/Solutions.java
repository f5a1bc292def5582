package dev.nightshift.versions;

import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.versions.SolutionDecision.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /**
   * How the best program of a run compares with the one in force.
   *
   * @param inForce that program
   * @param preference whether the run's is better, and why
   */
  record Compared(String inForce, Quality.Preference preference) {}

  /** A program in force that a solved run's has to be better than; empty when there is none. */
  Optional<Program> rival(CodeRun run) throws IOException {
    String inForce = inForce(run.task());
    if (inForce.isEmpty() || inForce.equals(run.best().source())) {
      return Optional.empty();
    }
    RevCommit tip = tip(run.task().id());
    String name = "v" + SolutionDecision.of(tip).version();
    return Optional.of(
        new Program(name, run.task().id(), tip.getShortMessage(), inForce, tip.name()));
  }

  /**
   * Decides about the best program of a solved run.
   *
   * @param compared with the program in force, when that is another for the same task
   * @return whether it is decided: what is in force may have become another since it was compared
   */
  boolean consider(CodeRun run, Optional<Compared> compared, Instant now) throws IOException {
    String task = run.task().id();
    String digest = TaskDigest.of(run.task());
    Optional<RevCommit> tip = store.find(RefNames.solutions(task));
    if (tip.isEmpty()) {
      adopt(run, tip, digest, 0, "the first solution: " + passed(run), now);
      return true;
    }
    String inForce = store.file(tip.get(), ProgramFiles.PROGRAM).orElse("");
    int before = Quality.characters(inForce);
    if (!Trailers.of(tip.get().getFullMessage()).text("Task-Digest").equals(digest)) {
      String reason =
          "the task's rows or tests are others than v%d passed; %s"
              .formatted(SolutionDecision.of(tip.get()).version(), passed(run));
      adopt(run, tip, digest, before, reason, now);
      return true;
    }
    if (inForce.equals(run.best().source())) {
      return true;
    }
    if (compared.isEmpty() || !compared.get().inForce().equals(inForce)) {
      return false;
    }
    Quality.Preference preference = compared.get().preference();
    if (preference.better()) {
      adopt(run, tip, digest, before, passed(run) + ", with " + preference.reason(), now);
    } else {
      refuse(run, tip.get(), digest, before, preference.reason(), now);
    }
    return true;
  }

  /**
   * Puts a program in force that a person wants, as a new version.
   *
   * @param run of this program alone, which passes everything
   * @return empty when it is in force already
   */
  Optional<SolutionDecision> adoptByHand(CodeRun run, String because, Instant now)
      throws IOException {
    String task = run.task().id();
    if (inForce(run.task()).equals(run.best().source())) {
      return Optional.empty();
    }
    Optional<RevCommit> tip = store.find(RefNames.solutions(task));
    int before = 0;
    if (tip.isPresent()) {
      before = Quality.characters(store.file(tip.get(), ProgramFiles.PROGRAM).orElse(""));
    }
    String reason = "by hand: %s; judged again, %s".formatted(because, passed(run));
    adopt(run, tip, TaskDigest.of(run.task()), before, reason, now);
    return Optional.of(at(task));
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

  private void adopt(
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
  }

  private void refuse(
      CodeRun run, RevCommit tip, String digest, int before, String reason, Instant now)
      throws IOException {
    int version = SolutionDecision.of(tip).version();
    SolutionDecision made = decision(run, version, Verdict.NOT_ADOPTED, before, reason, now);
    store.point(
        RefNames.solutions(run.task().id()),
        store.commitAgain(tip, Optional.of(tip), made.message(digest), now));
  }

  private static SolutionDecision decision(
      CodeRun run, int version, Verdict verdict, int before, String reason, Instant now) {
    return new SolutionDecision(
        run.task().id(),
        version,
        verdict,
        run.id(),
        run.best().number(),
        Quality.characters(run.best().source()),
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
            Quality.characters(store.file(tip, ProgramFiles.PROGRAM).orElse("")),
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

  /** Tasks of which a decision was made because of one of these runs. */
  Set<String> tasksOf(Set<String> runs) throws IOException {
    Set<String> tasks = new LinkedHashSet<>();
    for (RevCommit tip : store.under(RefNames.SOLUTIONS).values()) {
      store.back(tip, Integer.MAX_VALUE).stream()
          .map(SolutionDecision::of)
          .filter(decision -> runs.contains(decision.run()))
          .forEach(decision -> tasks.add(decision.task()));
    }
    return tasks;
  }

  /** Takes all solutions of a task away. */
  void remove(String task) throws IOException {
    for (String tag : store.names(versions(task))) {
      store.remove(tag);
    }
    store.remove(RefNames.solutions(task));
  }

  private static String versions(String task) {
    String first = RefNames.solution(task, 0);
    return first.substring(0, first.length() - 1);
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
    String prefix = versions(task);
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

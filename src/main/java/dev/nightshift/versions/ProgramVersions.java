package dev.nightshift.versions;

import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.Judge;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.revwalk.RevCommit;

/** The versions of programs of a home. Thread-safe, and safe beside other processes. */
public final class ProgramVersions {
  private final HistoryRepository repository;
  private final VerifiedSolutions verified;
  private final QualityMeter meter;
  private final VersionsSettings settings;
  private final InstantSource clock;

  /**
   * The versions in a folder.
   *
   * @param folder holds {@code history.git} and {@code verified}; made when something is written
   * @param meter says which of two solutions is better
   */
  public ProgramVersions(
      Path folder, VersionsSettings settings, InstantSource clock, QualityMeter meter) {
    this.repository = new HistoryRepository(folder.resolve("history.git"));
    this.meter = meter;
    this.verified = new VerifiedSolutions(folder.resolve("verified"), clock);
    this.settings = settings;
    this.clock = clock;
  }

  /** Writes runs down; never fails them. */
  public RunListener listener() {
    return new RunHistory(repository, verified, meter, settings, clock);
  }

  /** What is to be taught. */
  public VerifiedSolutions verified() {
    return verified;
  }

  /**
   * Runs, the newest first.
   *
   * @param task of this task; blank for all
   * @param whose of which runs, by their ids
   * @param most at most so many
   */
  public List<RunVersion> runs(String task, Predicate<String> whose, int most) {
    return repository
        .read(
            store -> {
              Runs runs = new Runs(store);
              List<RunVersion> found = new ArrayList<>();
              for (String id : runs.ids()) {
                if (found.size() >= most) {
                  break;
                }
                if (whose.test(id)) {
                  RunVersion run = runs.read(id);
                  if (task.isBlank() || run.task().equals(task)) {
                    found.add(run);
                  }
                }
              }
              return found;
            })
        .orElse(List.of());
  }

  /**
   * One run.
   *
   * @param named its id, or a beginning or an end of it that no other has
   * @throws VersionsException REQUEST
   */
  public RunVersion run(String named) {
    return repository
        .read(
            store -> {
              Runs runs = new Runs(store);
              return runs.read(runs.find(named));
            })
        .orElseThrow(() -> nothing(named));
  }

  /**
   * Takes a run and its programs away for good; a solution that was adopted of it stays. Nothing
   * for one that is not there.
   */
  public void forget(String run) {
    if (repository.read(store -> store.find(RefNames.run(run)).isPresent()).orElse(false)) {
      repository.write(
          store -> {
            new Runs(store).remove(run);
            new Retention(store, settings.keepRuns()).collect();
            return run;
          });
    }
  }

  /**
   * Tasks in whose solutions one of these runs has a part, or of which something is taught because
   * of it.
   */
  public Set<String> tasksOf(Set<String> runs) {
    Set<String> tasks =
        new TreeSet<>(
            repository.read(store -> new Solutions(store).tasksOf(runs)).orElse(Set.of()));
    verified.all().stream()
        .filter(one -> runs.contains(one.run()))
        .forEach(one -> tasks.add(one.task()));
    return tasks;
  }

  /**
   * Takes runs away for good with all that came of them: of every task in whose solutions they have
   * a part all solutions, whoever found the others, and what is taught of it. Later runs solve it
   * anew.
   */
  public void forgetAll(Set<String> runs) {
    Set<String> tasks = tasksOf(runs);
    if (repository.read(store -> true).orElse(false)) {
      repository.write(
          store -> {
            for (String run : runs) {
              new Runs(store).remove(run);
            }
            for (String task : tasks) {
              new Solutions(store).remove(task);
            }
            new Retention(store, settings.keepRuns()).collect();
            return tasks;
          });
    }
    tasks.forEach(verified::remove);
  }

  /** What is in force of every task with a solution, by the tasks' names. */
  public List<SolutionDecision> solutions() {
    return repository.read(store -> new Solutions(store).all()).orElse(List.of());
  }

  /**
   * What was decided about a task's solutions, newest first.
   *
   * @throws VersionsException REQUEST for a task without any
   */
  public List<SolutionDecision> decisions(String task, int most) {
    return repository
        .read(store -> new Solutions(store).decisions(task, most))
        .orElseThrow(() -> nothing(task));
  }

  /**
   * A program.
   *
   * @param name {@code RUN:3}, {@code RUN:best}, {@code TASK:v2} or {@code TASK:adopted}
   * @throws VersionsException REQUEST
   */
  public Program program(String name) {
    VersionName parsed = VersionName.of(name);
    return repository.read(store -> program(store, parsed)).orElseThrow(() -> nothing(name));
  }

  /**
   * What became other from one program to another.
   *
   * @throws VersionsException REQUEST
   */
  public Difference diff(String from, String to) {
    VersionName first = VersionName.of(from);
    VersionName second = VersionName.of(to);
    return repository
        .read(
            store ->
                new Difference(
                    program(store, first),
                    program(store, second),
                    store.diff(commit(store, first), commit(store, second), ProgramFiles.PROGRAM)))
        .orElseThrow(() -> nothing(from));
  }

  /**
   * Puts an earlier solution in force.
   *
   * @param reason in words
   * @return empty when it is in force already
   * @throws VersionsException REQUEST for one that is not there
   */
  public Optional<SolutionDecision> choose(String task, int version, String reason) {
    if (repository.read(store -> true).isEmpty()) {
      throw nothing(task);
    }
    Optional<SolutionDecision> chosen =
        repository.write(
            store -> new Solutions(store).choose(task, version, reason, clock.instant()));
    chosen.ifPresent(decision -> verified.replace(task, program(decision.name()).source()));
    return chosen;
  }

  /**
   * Puts a program in force that is kept: a solution as it is, an attempt of a run as a new version
   * when it passes its task.
   *
   * @param name {@code RUN:3}, {@code RUN:best} or {@code TASK:v2}
   * @param most what a task may use
   * @param judge judges the attempt again
   * @param reason in words
   * @return empty when it is in force already
   * @throws VersionsException REQUEST for one that is not there, FAILED for one that does not pass
   * @throws dev.nightshift.sandbox.SandboxException REFUSED when it cannot be judged
   */
  public Optional<SolutionDecision> adopt(String name, Limits most, Judge judge, String reason) {
    return switch (VersionName.of(name)) {
      case VersionName.Solution(String task, int version) -> choose(task, version, reason);
      case VersionName.Adopted(String task) -> {
        HistoryRepository.Work<RevCommit> tip = store -> new Solutions(store).tip(task);
        RevCommit _ = repository.read(tip).orElseThrow(() -> nothing(name));
        yield Optional.empty();
      }
      case VersionName.OfRun _, VersionName.BestOfRun _ -> {
        HandAdoption wanted =
            repository
                .read(store -> HandAdoption.of(store, commit(store, VersionName.of(name)), most))
                .orElseThrow(() -> nothing(name));
        CodeRun run = wanted.judged(judge, clock.instant());
        Optional<SolutionDecision> made =
            repository.write(
                store -> new Solutions(store).adoptByHand(run, reason, clock.instant()));
        made.ifPresent(decision -> verified.replace(decision.task(), wanted.source()));
        yield made;
      }
    };
  }

  private static Program program(GitStore store, VersionName name) throws IOException {
    RevCommit commit = commit(store, name);
    Trailers trailers = Trailers.of(commit.getFullMessage());
    String full =
        switch (name) {
          case VersionName.OfRun _, VersionName.BestOfRun _ ->
              trailers.text("Run") + ":" + trailers.text("Attempt");
          case VersionName.Solution _, VersionName.Adopted _ ->
              trailers.text("Task") + ":v" + trailers.text("Version");
        };
    return new Program(
        full,
        trailers.text("Task"),
        commit.getShortMessage(),
        store.file(commit, ProgramFiles.PROGRAM).orElse(""),
        commit.name());
  }

  private static RevCommit commit(GitStore store, VersionName name) throws IOException {
    Runs runs = new Runs(store);
    Solutions solutions = new Solutions(store);
    return switch (name) {
      case VersionName.OfRun(String run, int number) -> runs.attempt(runs.find(run), number);
      case VersionName.BestOfRun(String run) -> runs.best(runs.find(run));
      case VersionName.Solution(String task, int version) -> solutions.version(task, version);
      case VersionName.Adopted(String task) -> solutions.tip(task);
    };
  }

  private static VersionsException nothing(String named) {
    return new VersionsException(
        VersionsException.Code.REQUEST,
        "there is no " + named + ": no run of this home has a history yet");
  }
}

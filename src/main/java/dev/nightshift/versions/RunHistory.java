package dev.nightshift.versions;

import dev.nightshift.codeloop.Attempt;
import dev.nightshift.codeloop.CodeRun;
import dev.nightshift.codeloop.Quality;
import dev.nightshift.codeloop.QualityMeter;
import dev.nightshift.codeloop.RunListener;
import dev.nightshift.codeloop.RunStart;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes runs down as they go. What cannot be written is told in the log and costs nothing but the
 * history.
 */
final class RunHistory implements RunListener {
  private static final Logger log = LoggerFactory.getLogger(RunHistory.class);
  private static final int MOST_MEASURED = 3;

  private final HistoryRepository repository;
  private final VerifiedSolutions verified;
  private final QualityMeter meter;
  private final VersionsSettings settings;
  private final InstantSource clock;

  RunHistory(
      HistoryRepository repository,
      VerifiedSolutions verified,
      QualityMeter meter,
      VersionsSettings settings,
      InstantSource clock) {
    this.repository = repository;
    this.verified = verified;
    this.meter = meter;
    this.settings = settings;
    this.clock = clock;
  }

  /** A change of the repository. */
  private interface Change {
    void apply(GitStore store) throws IOException;
  }

  @Override
  public void began(RunStart run) {
    written(
        run.id(),
        store -> {
          String text =
              new Trailers()
                  .with("Run", run.id())
                  .with("Task", run.task().id())
                  .with("Instructions", run.instructions().version())
                  .message(run.task().id() + ": a run begins");
          ObjectId start =
              store.commit(ProgramFiles.of(run.task()), Optional.empty(), text, run.time());
          store.point(RefNames.run(run.id()), start);
          store.head(RefNames.run(run.id()));
        });
  }

  @Override
  public void attempted(RunStart run, Attempt attempt) {
    written(
        run.id(),
        store -> {
          Optional<RevCommit> before =
              attempt.parent() == 0
                  ? store.root(RefNames.run(run.id()))
                  : store.find(RefNames.attempt(run.id(), attempt.parent()));
          ObjectId commit =
              store.commit(
                  ProgramFiles.of(run.task(), attempt),
                  before.map(RevCommit::getId),
                  AttemptVersion.message(run, attempt),
                  clock.instant());
          new Runs(store).add(run.id(), attempt.number(), commit);
        });
  }

  @Override
  public void ended(CodeRun run) {
    written(
        run.id(),
        store -> {
          new Runs(store).best(run.id(), run.best().number());
          new Retention(store, settings.keepRuns()).apply();
        });
    if (run.solved()) {
      decide(run);
    }
    try {
      verified.learn(run, adopted(run));
    } catch (VersionsException e) {
      log.warn("what the run {} solved will not be taught: {}", run.id(), e.getMessage());
    }
  }

  /** Measures outside of the lock, as often as another run's program comes into force meanwhile. */
  private void decide(CodeRun run) {
    try {
      boolean decided = false;
      for (int i = 0; i < MOST_MEASURED && !decided; i++) {
        Optional<Program> rival =
            repository.read(store -> new Solutions(store).rival(run)).flatMap(found -> found);
        Optional<Solutions.Compared> compared = rival.map(program -> compared(run, program));
        decided =
            repository.write(
                store -> new Solutions(store).consider(run, compared, clock.instant()));
      }
      if (!decided) {
        log.warn("what the run {} solved is not compared: others change the solution", run.id());
      }
    } catch (RuntimeException e) {
      log.warn("nothing is decided about what the run {} solved: {}", run.id(), e.getMessage());
    }
  }

  private Solutions.Compared compared(CodeRun run, Program rival) {
    Attempt best = run.best();
    Quality found;
    Quality inForce;
    try {
      inForce = meter.measure(run.task(), rival.source(), best.judgement());
      found = meter.measure(run.task(), best.source(), best.judgement());
    } catch (RuntimeException e) {
      log.warn(
          "the solutions of {} are compared by their text alone: {}", rival.task(), e.toString());
      inForce = Quality.ofText(rival.source());
      found = Quality.ofText(best.source());
    }
    return new Solutions.Compared(rival.source(), found.against(inForce, rival.name()));
  }

  /** What is in force; without a history that can be read it is what the run came to. */
  private String adopted(CodeRun run) {
    if (!run.solved()) {
      return "";
    }
    try {
      return repository
          .read(store -> new Solutions(store).inForce(run.task()))
          .filter(program -> !program.isEmpty())
          .orElse(run.best().source());
    } catch (VersionsException e) {
      return run.best().source();
    }
  }

  private void written(String run, Change change) {
    try {
      repository.write(
          store -> {
            change.apply(store);
            return run;
          });
    } catch (RuntimeException e) {
      log.warn("the run {} goes on without its history: {}", run, e.getMessage());
    }
  }
}

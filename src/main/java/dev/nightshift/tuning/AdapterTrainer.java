package dev.nightshift.tuning;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Taints;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.BaseModel;
import dev.nightshift.scope.ScopeFitter;
import dev.nightshift.training.StartingAdapter;
import dev.nightshift.training.TrainerProcess;
import dev.nightshift.training.TrainingExample;
import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingProgress;
import dev.nightshift.training.TrainingReport;
import dev.nightshift.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Rows in, a published adapter out. Adapters are trained from the base on every row in force, so
 * that nights do not drift, unless a {@link Continuation} is asked for; an interrupted run goes on
 * from its checkpoint when it is asked for again with the same key.
 */
public final class AdapterTrainer {
  private final BaseModel base;
  private final String templateSha256;
  private final Path work;
  private final TrainingRows rows;
  private final AdapterStore store;
  private final SealedSets sealed;
  private final ScopeFitter scopes;
  private final TrainerProcess trainer;
  private final TuningSettings settings;
  private final InstantSource clock;
  private final PublishedRuns published;

  /**
   * A trainer.
   *
   * @param base what to train on
   * @param templateSha256 digest of its chat template
   * @param work folder for examples and checkpoints of runs
   * @param rows everything harvested
   */
  public AdapterTrainer(
      BaseModel base,
      String templateSha256,
      Path work,
      TrainingRows rows,
      AdapterStore store,
      SealedSets sealed,
      ScopeFitter scopes,
      TrainerProcess trainer,
      TuningSettings settings,
      InstantSource clock) {
    this.base = base;
    this.templateSha256 = templateSha256;
    this.work = work;
    this.rows = rows;
    this.store = store;
    this.sealed = sealed;
    this.scopes = scopes;
    this.trainer = trainer;
    this.settings = settings;
    this.clock = clock;
    this.published = new PublishedRuns(work, store);
  }

  /** What a run of that key would train on: all teachable rows, and how many of them are new. */
  public TuningRun plan(String key) {
    Instant now = clock.instant();
    Set<String> trained = Provenance.trainedRows(published.untainted());
    return new TuningRun(key, rows.teachable(), rows.untrained(trained).size(), now);
  }

  /** Whether the active adapter must be replaced, however few rows are new: see {@link Taints}. */
  public boolean overdue() {
    return store.taints().of(store.current()).isPresent();
  }

  /**
   * An adapter to go on from.
   *
   * @param name what to call it
   * @param from a GGUF LoRA file, a version's directory, or the directory that PEFT writes
   * @throws TuningException ADAPTER
   * @throws dev.nightshift.training.TrainingException ADAPTER
   */
  public Continuation continuation(String name, Path from) {
    return Continuation.of(name, from, base, settings);
  }

  /**
   * What a run of that key has published already, if it has; its checkpoint, if its process ended
   * before that was removed, goes.
   */
  public Optional<TunedAdapter> finished(String key) {
    Optional<PublishedRuns.Published> found = published.of(key);
    found.ifPresent(_ -> published.told(key));
    return found.map(this::tuned);
  }

  /**
   * What a run that taught the same, with the same settings, has published just before its process
   * ended; it counts as what was asked for, until {@link #told} says that somebody knows of it.
   *
   * @param keys how that run's key begins
   */
  public Optional<TunedAdapter> untold(TuningRun run, String keys) {
    Continuation from = run.from();
    PublishedRuns.Sought sought =
        new PublishedRuns.Sought(
            run, base.sha256(), templateSha256, options(run), from == null ? null : from.origin());
    return published.untold(sought, keys).map(this::tuned);
  }

  /** Somebody was told of what a run has published. */
  public void told(TunedAdapter adapter) {
    published.told(adapter.provenance().run());
  }

  private TunedAdapter tuned(PublishedRuns.Published found) {
    return new TunedAdapter(
        found.version(), found.provenance(), published.freshRows(found.version()).size());
  }

  private TrainingOptions options(TuningRun run) {
    TrainingOptions recipe = Recipe.options(settings, run.rows().size());
    return run.from() == null ? recipe : run.from().options(recipe);
  }

  /**
   * Sealed questions about what a version was taught.
   *
   * @param fresh true: about rows that no earlier version was taught; false: about the others
   */
  public List<EvaluationItem> targets(AdapterVersion version, boolean fresh) {
    Set<String> own = Provenance.trainedRows(List.of(version));
    Set<String> news = published.freshRows(version);
    // A run over a person's files has rows that are in no harvest; what is not new is then the
    // target.
    boolean all = news.isEmpty();
    return targets(
        rows.all().stream()
            .filter(row -> own.contains(row.id()))
            .filter(row -> all ? fresh : news.contains(row.id()) == fresh)
            .toList());
  }

  /**
   * Questions that the base should be asked before a run, so that their answers can be replayed:
   * other questions about the rows' subjects, and everyday ones.
   */
  public List<String> replayQuestions(TuningRun run) {
    return new Curriculum(settings, sealed.keys()).replayQuestions(run.rows());
  }

  /** Fewest new rows that are worth a training. */
  public int minimum() {
    return settings.minFailures();
  }

  /**
   * Trains and publishes; the adapter is the store's latest afterwards, not the active one. What a
   * run of that key has published before is not trained again.
   *
   * @param replay what is known already, with the answers that shall stay
   * @throws TuningException NO_ROWS without rows
   * @throws dev.nightshift.training.TrainingException when the trainer failed
   */
  public TunedAdapter train(
      TuningRun run,
      Replay replay,
      Consumer<TrainingProgress> onProgress,
      BooleanSupplier cancelled) {
    if (run.rows().isEmpty()) {
      throw new TuningException(TuningException.Code.NO_ROWS, "there are no rows to train on");
    }
    Optional<TunedAdapter> before = finished(run.key());
    if (before.isPresent()) {
      return before.get();
    }
    seal(run.rows());
    Path staged = store.stage();
    try {
      return trainInto(staged, run, replay, onProgress, cancelled);
    } catch (IOException e) {
      throw new TuningException(
          TuningException.Code.IO, "training files could not be written: " + e.getMessage(), e);
    } finally {
      store.unstage(staged);
    }
  }

  private TunedAdapter trainInto(
      Path staged,
      TuningRun run,
      Replay replay,
      Consumer<TrainingProgress> onProgress,
      BooleanSupplier cancelled)
      throws IOException {
    Path folder = work.resolve(run.key());
    Files.createDirectories(folder);
    Curriculum curriculum = new Curriculum(settings, sealed.keys());
    ExampleFile file = new ExampleFile(folder);
    List<TrainingExample> examples = file.write(run.rows(), replay, curriculum);
    Continuation from = run.from();
    TrainingSpec spec =
        new TrainingSpec(
            base.file(),
            file.path(),
            staged,
            folder,
            settings.resources(),
            options(run),
            from == null ? null : StartingAdapter.copy(from.from(), folder.resolve("start")));
    TrainingReport report = trainer.train(spec, onProgress, cancelled);
    run.scope(scopes).write(staged.resolve("scope.json"));
    Instant trainedAt = clock.instant();
    int replayed = examples.size() - run.rows().size();
    Provenance provenance =
        provenance(run, spec, report, trainedAt, replayed, file.replayedExchanges());
    AtomicFiles.writeString(staged.resolve("provenance.json"), provenance.json());
    AdapterVersion version = store.publish(staged, trainedAt);
    published.told(run.key());
    return new TunedAdapter(version, provenance, run.newRows());
  }

  /**
   * Every row gets a wording that is never trained on: it is judged by that tonight and for ever.
   */
  private void seal(List<TrainingRow> rows) {
    sealed.seal(SealedSets.Kind.TARGET, targets(rows));
  }

  private List<EvaluationItem> targets(List<TrainingRow> rows) {
    return rows.stream()
        .map(
            row ->
                EvaluationItem.answer(
                    Rewordings.sealed(row.instruction(), settings.seed()), row.output()))
        .toList();
  }

  private Provenance provenance(
      TuningRun run,
      TrainingSpec spec,
      TrainingReport report,
      Instant trainedAt,
      int replayed,
      List<String> replayedExchanges)
      throws IOException {
    Path gguf = spec.output().resolve("adapter.gguf");
    return new Provenance(
        FileDigest.sha256(gguf),
        Files.size(gguf),
        base.name(),
        base.sha256(),
        templateSha256,
        run.key(),
        trainedAt,
        run.rows().size(),
        run.rowIds(),
        replayed,
        FileDigest.sha256(spec.examples()),
        spec.options(),
        report.losses(),
        report.steps(),
        report.stopReason(),
        report.seconds(),
        report.peakMemoryBytes(),
        Versions.current(),
        run.from() == null ? null : run.from().origin(),
        replayedExchanges,
        run.readAt());
  }
}

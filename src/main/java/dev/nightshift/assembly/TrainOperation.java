package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.RowsRead;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.memory.Remembered;
import dev.nightshift.nightly.TrainingRecord;
import dev.nightshift.training.TrainingExample;
import dev.nightshift.training.TrainingProgress;
import dev.nightshift.tuning.AdapterTrainer;
import dev.nightshift.tuning.BaseAnswers;
import dev.nightshift.tuning.Continuation;
import dev.nightshift.tuning.Provenance;
import dev.nightshift.tuning.RegressionQuestions;
import dev.nightshift.tuning.Replay;
import dev.nightshift.tuning.TunedAdapter;
import dev.nightshift.tuning.TuningRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trains an adapter from rows. */
final class TrainOperation {
  private static final int MOST_REPLAYED = 500;

  /** Characters; longer answers would take most of the time of a training. */
  private static final int LONGEST_REPLAYED = 300;

  private static final DateTimeFormatter KEY =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private static final String BY_HAND = "manual-";

  private TrainOperation() {}

  /** Whether an adapter was trained by command, not by a night. */
  static boolean byHand(Provenance made) {
    return made.run().startsWith(BY_HAND);
  }

  /** Trains by hand: the rows of the given files, or all rows in force, however few are new. */
  static Reply.Trained run(Pipeline pipeline, Request.Train request, Progress progress) {
    try (var _ = TrainingLock.acquire(pipeline.home(), "train")) {
      return runAlone(pipeline, request, progress);
    }
  }

  private static Reply.Trained runAlone(
      Pipeline pipeline, Request.Train request, Progress progress) {
    long started = System.nanoTime();
    AdapterTrainer trainer = pipeline.trainer();
    if (request.data().isEmpty()) {
      HarvestAssembly.withdrawals(pipeline).apply(pipeline.clock().instant());
    }
    String key = BY_HAND + KEY.format(pipeline.clock().instant());
    Continuation from = continuation(pipeline, request.from());
    TuningRun run = trainer.plan(key);
    if (!request.data().isEmpty()) {
      List<TrainingRow> rows = rows(request.data());
      run = new TuningRun(key, rows, rows.size(), pipeline.clock().instant());
    }
    // Said again after its process was killed just before it would have said that it was done.
    Optional<TunedAdapter> untold = trainer.untold(run.from(from), BY_HAND);
    if (untold.isPresent()) {
      Reply.Trained reply = trained(pipeline, untold.get(), started, from);
      trainer.told(untold.get());
      return reply;
    }
    if (request.data().isEmpty()
        && (run.rows().isEmpty() || (run.newRows() < trainer.minimum() && !trainer.overdue()))) {
      String reason = tooFew(run, trainer);
      int rows = run.rows().size();
      return new Reply.Trained("SKIPPED", null, reason, rows, null, 0, ms(started), null);
    }
    return trained(pipeline, train(pipeline, run.from(from), progress), started, from);
  }

  private static Reply.Trained trained(
      Pipeline pipeline, TunedAdapter tuned, long started, @Nullable Continuation from) {
    var made = tuned.provenance();
    Double loss = made.lossCurve().isEmpty() ? null : made.lossCurve().getLast();
    pipeline
        .nights()
        .record(
            new TrainingRecord(
                made.run(),
                tuned.version().name(),
                made.trainedAt(),
                made.seconds(),
                loss == null ? Double.NaN : loss,
                made.rows()));
    return new Reply.Trained(
        "TRAINED",
        tuned.version().name(),
        made.stopReason(),
        made.rows(),
        loss,
        made.adapterBytes(),
        ms(started),
        from == null ? null : from.name());
  }

  /** Why a run is not worth a training. */
  static String tooFew(TuningRun run, AdapterTrainer trainer) {
    return "%d new training rows; %d are needed (nightshift.tuning.min-failures)"
        .formatted(run.newRows(), trainer.minimum());
  }

  /** The adapter of that name or at that path, checked before anything is done. */
  private static @Nullable Continuation continuation(Pipeline pipeline, @Nullable String from) {
    if (from == null) {
      return null;
    }
    Optional<AdapterVersion> version = pipeline.adapters().find(from);
    if (version.isPresent() && version.get().isBase()) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "there is no adapter to go on from: %s is the base; leave --from out to train from it"
              .formatted(from));
    }
    if (version.isPresent()) {
      requireUntainted(pipeline, version.get());
      return pipeline.trainer().continuation(version.get().name(), version.get().directory());
    }
    if (!Files.exists(Path.of(from))) {
      throw new OperationException(
          OperationException.Code.REQUEST,
          "there is no adapter %s: name current, latest, a version in loras, a GGUF LoRA file or a"
                  .formatted(from)
              + " directory that PEFT wrote");
    }
    return pipeline.trainer().continuation(from, Path.of(from));
  }

  private static void requireUntainted(Pipeline pipeline, AdapterVersion version) {
    pipeline
        .adapters()
        .taints()
        .of(version)
        .ifPresent(
            taint -> {
              throw new OperationException(
                  OperationException.Code.REQUEST,
                  "nothing goes on from %s: %s; leave --from out to train from the base"
                      .formatted(version.name(), taint));
            });
  }

  /** Freezes what must not be lost, then trains and publishes. */
  static TunedAdapter train(Pipeline pipeline, TuningRun run, Progress progress) {
    int[] asked = {0};
    int general = RegressionQuestions.general().size();
    new RegressionQuestions(pipeline.sealedSets(), pipeline.quarantine()::successes)
        .freeze(
            pipeline.model(),
            result ->
                progress.update(
                    "regression questions",
                    "asking the base %d of %d".formatted(++asked[0], general),
                    (double) asked[0] / general));
    Replay replay = replay(pipeline, run, progress);
    return LanguageModels.gpuTurns(pipeline)
        .whileTraining(
            pipeline.model(),
            () ->
                pipeline
                    .trainer()
                    .train(
                        run,
                        replay,
                        step -> {
                          progress.trained(step.step(), step.loss());
                          progress.update("training", words(step), share(step));
                        },
                        () -> Thread.currentThread().isInterrupted()));
  }

  /** What the base says to contrasts and everyday questions, and what users were content with. */
  private static Replay replay(Pipeline pipeline, TuningRun run, Progress progress) {
    if (pipeline.settings().tuning().replayShare() == 0) {
      return Replay.none();
    }
    List<String> questions = pipeline.trainer().replayQuestions(run);
    String base = pipeline.baseModel().sha256().substring(0, 16);
    Path file = pipeline.home().state().resolve("base_answers_" + base + ".jsonl");
    List<TrainingExample> replay =
        new ArrayList<>(
            new BaseAnswers(file)
                .examples(
                    questions,
                    pipeline.model(),
                    done ->
                        progress.update(
                            "replay",
                            "asking the base %d of %d".formatted(done, questions.size()),
                            (double) done / Math.max(1, questions.size()))));
    List<Exchange> remembered =
        pipeline.quarantine().successes(MOST_REPLAYED).stream()
            .map(Remembered::exchange)
            .filter(exchange -> !exchange.answer().isBlank())
            .filter(exchange -> exchange.answer().length() <= LONGEST_REPLAYED)
            .toList();
    for (Exchange exchange : remembered) {
      replay.add(
          new TrainingExample(
              List.of(exchange.question()), exchange.answer(), TrainingExample.Kind.REPLAY));
    }
    return new Replay(replay, remembered.stream().map(Exchange::id).toList());
  }

  private static String words(TrainingProgress step) {
    return String.format(
        Locale.ROOT,
        "step %d of %d, loss %.3f, %.0f tok/s, %.0f s left",
        step.step(),
        step.steps(),
        step.loss(),
        step.tokensPerSecond(),
        step.secondsLeft());
  }

  private static double share(TrainingProgress step) {
    return (double) step.step() / step.steps();
  }

  private static List<TrainingRow> rows(List<String> files) {
    List<TrainingRow> rows = new ArrayList<>();
    for (String name : files) {
      Path file = Path.of(name);
      if (!Files.isRegularFile(file)) {
        throw new OperationException(
            OperationException.Code.REQUEST, "there is no file of training rows at " + file);
      }
      RowsRead read = TrainingRows.read(file);
      if (!read.bad().isEmpty()) {
        throw new OperationException(
            OperationException.Code.REQUEST,
            "%s: %d of %d lines are no training rows; the first is line %d: %s"
                .formatted(
                    file,
                    read.bad().size(),
                    read.bad().size() + read.rows().size(),
                    read.bad().getFirst().number(),
                    read.bad().getFirst().reason()));
      }
      rows.addAll(read.rows());
    }
    if (rows.isEmpty()) {
      throw new OperationException(
          OperationException.Code.REQUEST, "the given files hold no training rows");
    }
    return rows;
  }

  private static long ms(long started) {
    return (System.nanoTime() - started) / 1_000_000;
  }
}

package dev.nightshift.codeloop;

import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on tasks: write, run, judge, say what is wrong, write again. Thread-safe. */
public final class CodeLoop {
  private static final Logger log = LoggerFactory.getLogger(CodeLoop.class);

  private final LoopModels models;
  private final Judge judge;
  private final QualityMeter meter;
  private final LoopSettings settings;
  private final Supplier<Instructions> instructions;
  private final InstantSource clock;

  /**
   * @param improver writes programs
   * @param evaluator says what is wrong with them; empty leaves that to the results alone
   * @param meter says which of several programs that pass everything is the best
   * @param instructions asked once at the beginning of each run
   */
  public CodeLoop(
      LanguageModel improver,
      Optional<LanguageModel> evaluator,
      Judge judge,
      QualityMeter meter,
      LoopSettings settings,
      Supplier<Instructions> instructions,
      InstantSource clock) {
    this.models = new LoopModels(improver, evaluator, settings);
    this.judge = judge;
    this.meter = meter;
    this.settings = settings;
    this.instructions = instructions;
    this.clock = clock;
  }

  /**
   * Works on a task until everything passes or the budget is spent. As many better programs as the
   * settings say are asked for then.
   *
   * @param listener told of the beginning, of each attempt when it has been judged, and of the end
   * @throws ServingException when a model does not answer
   * @throws SandboxException when nothing can be run
   */
  public CodeRun run(CodeTask task, RunListener listener) {
    String id = RunStart.newId(task, clock.instant());
    return run(id, task, listener, new Cancellation());
  }

  /**
   * The same under an id that {@link RunStart#newId} made, until somebody cancels it.
   *
   * @throws CodeLoopException CANCELLED when that happened; the listener is not told of an end
   */
  public CodeRun run(String id, CodeTask task, RunListener listener, Cancellation cancellation) {
    RunStart start = new RunStart(id, task, instructions.get(), clock.instant());
    try {
      return new Work(start, listener, cancellation).run();
    } catch (ServingException | SandboxException e) {
      throw cancellation.cancelled() ? Cancellation.stopped(e) : e;
    }
  }

  /** Its steps one by one, by the same models. */
  public CodeSteps steps() {
    return new CodeSteps(models, judge, instructions, clock);
  }

  /** One run. */
  private final class Work {
    private final RunStart start;
    private final CodeTask task;
    private final RunListener listener;
    private final Cancellation cancellation;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Judgement> judged = new HashMap<>();
    private final Map<String, Quality> measured = new HashMap<>();
    private final Map<Integer, String> criticism = new HashMap<>();

    Work(RunStart start, RunListener listener, Cancellation cancellation) {
      this.start = start;
      this.task = start.task();
      this.listener = listener;
      this.cancellation = cancellation;
    }

    CodeRun run() {
      listener.began(start);
      search();
      cancellation.check();
      CodeRun run = new CodeRun(start, attempts, Duration.between(start.time(), clock.instant()));
      listener.ended(run);
      return run;
    }

    private void search() {
      for (int round = 1; round <= settings.rounds() && !over(); round++) {
        List<Attempt> best = round == 1 ? List.of() : best();
        for (int sample = 0; sample < settings.samples() && !over(); sample++) {
          LoopModels.Draw draw = new LoopModels.Draw(round, sample);
          if (!tried(() -> best.isEmpty() ? first(draw) : repair(draw, best))) {
            return;
          }
        }
      }
      if (solved()) {
        polish(attempts.getLast().round() + 1);
      }
    }

    /** Asks for better programs than the best that passes. */
    private void polish(int round) {
      for (int sample = 0; sample < settings.polish() && left().isPositive(); sample++) {
        LoopModels.Draw draw = new LoopModels.Draw(round, sample);
        if (!tried(() -> improve(draw))) {
          return;
        }
      }
    }

    private List<Attempt> best() {
      Set<String> sources = new HashSet<>();
      return attempts.stream()
          .filter(attempt -> !attempt.source().isEmpty())
          .sorted(CodeRun.BEST_FIRST)
          .filter(attempt -> sources.add(attempt.source()))
          .limit(settings.candidates())
          .toList();
    }

    /** Solved, or no time left; at least one attempt is made. */
    private boolean over() {
      return !attempts.isEmpty() && (solved() || !left().isPositive());
    }

    private boolean solved() {
      return attempts.getLast().judgement().passed();
    }

    private Duration left() {
      return settings.timeout().minus(Duration.between(start.time(), clock.instant()));
    }

    /** Whether there was time for it; for the first there has to be. */
    private boolean tried(Supplier<Attempt> writing) {
      try {
        Attempt attempt = writing.get();
        attempts.add(attempt);
        listener.attempted(start, attempt);
        return true;
      } catch (ServingException e) {
        if (attempts.isEmpty() || cancellation.cancelled()) {
          throw e;
        }
        log.warn("the run ends with what there is: {}", e.getMessage());
        return false;
      }
    }

    private Attempt first(LoopModels.Draw draw) {
      return write(draw, 0, "", clock.instant(), CodePrompts.write(task, start.instructions()));
    }

    private Attempt repair(LoopModels.Draw draw, List<Attempt> best) {
      Instant asked = clock.instant();
      Attempt failed = best.get(draw.sample() % best.size());
      String feedback =
          criticism.computeIfAbsent(
              failed.number(), number -> models.criticise(task, failed, left(), cancellation));
      List<Turn> turns = CodePrompts.repair(start, failed, feedback);
      return write(draw, failed.number(), feedback, asked, turns);
    }

    private Attempt improve(LoopModels.Draw draw) {
      Attempt best = new CodeRun(start, attempts, Duration.ZERO).best();
      List<Turn> turns = CodePrompts.improve(start, best.source(), "");
      return write(draw, best.number(), "", clock.instant(), turns);
    }

    private Attempt write(
        LoopModels.Draw draw, int parent, String feedback, Instant asked, List<Turn> turns) {
      String source = models.write(turns, draw, left(), cancellation);
      Duration writing = Duration.between(asked, clock.instant());
      Judgement judgement =
          source.isEmpty()
              ? Judgement.none(task, Judgement.NO_PROGRAM)
              : judged.computeIfAbsent(
                  source, text -> CodeSteps.judge(judge, task, text, left(), cancellation));
      Optional<Quality> quality =
          settings.polish() > 0 && judgement.passed()
              ? Optional.of(measured.computeIfAbsent(source, text -> quality(text, judgement)))
              : Optional.empty();
      int number = attempts.size() + 1;
      return new Attempt(
          number, draw.round(), parent, source, feedback, judgement, writing, quality);
    }

    private Quality quality(String source, Judgement judgement) {
      try {
        return cancellation.interruptibly(() -> meter.measure(task, source, judgement));
      } catch (SandboxException e) {
        cancellation.check();
        log.warn("a program is compared by its text alone: {}", e.getMessage());
        return Quality.ofText(source);
      }
    }
  }
}

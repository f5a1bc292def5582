package dev.nightshift.codeloop;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
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

  private final LanguageModel improver;
  private final Optional<LanguageModel> evaluator;
  private final Judge judge;
  private final LoopSettings settings;
  private final Supplier<Instructions> instructions;
  private final InstantSource clock;

  /**
   * @param improver writes programs
   * @param evaluator says what is wrong with them; empty leaves that to the results alone
   * @param instructions asked once at the beginning of each run
   */
  public CodeLoop(
      LanguageModel improver,
      Optional<LanguageModel> evaluator,
      Judge judge,
      LoopSettings settings,
      Supplier<Instructions> instructions,
      InstantSource clock) {
    this.improver = improver;
    this.evaluator = evaluator;
    this.judge = judge;
    this.settings = settings;
    this.instructions = instructions;
    this.clock = clock;
  }

  /**
   * Works on a task until everything passes or the budget is spent.
   *
   * @param listener told of the beginning, of each attempt when it has been judged, and of the end
   * @throws ServingException when a model does not answer
   * @throws dev.nightshift.sandbox.SandboxException when nothing can be run
   */
  public CodeRun run(CodeTask task, RunListener listener) {
    return new Work(RunStart.of(task, instructions.get(), clock.instant()), listener).run();
  }

  /** One run. */
  private final class Work {
    private final RunStart start;
    private final CodeTask task;
    private final RunListener listener;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Judgement> judged = new HashMap<>();
    private final Map<Integer, String> criticism = new HashMap<>();

    Work(RunStart start, RunListener listener) {
      this.start = start;
      this.task = start.task();
      this.listener = listener;
    }

    CodeRun run() {
      listener.began(start);
      search();
      CodeRun run = new CodeRun(start, attempts, Duration.between(start.time(), clock.instant()));
      listener.ended(run);
      return run;
    }

    private void search() {
      for (int round = 1; round <= settings.rounds() && !over(); round++) {
        List<Attempt> best = round == 1 ? List.of() : best();
        for (int sample = 0; sample < settings.samples() && !over(); sample++) {
          if (!attempt(round, sample, best)) {
            return;
          }
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
      return !attempts.isEmpty()
          && (attempts.getLast().judgement().passed() || !left().isPositive());
    }

    private Duration left() {
      return settings.timeout().minus(Duration.between(start.time(), clock.instant()));
    }

    /** Whether there was time for it; for the first there has to be. */
    private boolean attempt(int round, int sample, List<Attempt> best) {
      try {
        write(round, sample, best);
        return true;
      } catch (ServingException e) {
        if (attempts.isEmpty()) {
          throw e;
        }
        log.warn("the run ends with what there is: {}", e.getMessage());
        return false;
      }
    }

    private void write(int round, int sample, List<Attempt> best) {
      Instant asked = clock.instant();
      int parent = 0;
      String feedback = "";
      List<Turn> turns = CodePrompts.write(task, start.instructions());
      if (!best.isEmpty()) {
        Attempt failed = best.get(sample % best.size());
        parent = failed.number();
        feedback = criticism.computeIfAbsent(parent, number -> criticise(failed));
        turns = CodePrompts.repair(start, failed, feedback);
      }
      double temperature = sample == 0 ? 0 : settings.temperature();
      String reply = answer(improver, turns, settings.maxTokens(), temperature, round, sample);
      Duration writing = Duration.between(asked, clock.instant());
      String source = ProgramText.of(reply);
      Judgement judgement =
          source.isEmpty()
              ? Judgement.none(task, "the model wrote no program")
              : judged.computeIfAbsent(source, text -> judge.judge(task, text));
      Attempt attempt =
          new Attempt(attempts.size() + 1, round, parent, source, feedback, judgement, writing);
      attempts.add(attempt);
      listener.attempted(start, attempt);
    }

    /** Without an evaluator that answers, the results have to do. */
    private String criticise(Attempt failed) {
      List<Turn> turns = CodePrompts.criticise(task, failed);
      try {
        return evaluator
            .map(model -> answer(model, turns, settings.feedbackTokens(), 0, failed.round(), 0))
            .orElse("");
      } catch (ServingException e) {
        log.warn("the evaluator does not answer, the results have to do: {}", e.getMessage());
        return "";
      }
    }

    private String answer(
        LanguageModel model,
        List<Turn> turns,
        int tokens,
        double temperature,
        int round,
        int sample) {
      Duration most = left();
      GenerationOptions options =
          new GenerationOptions(
              tokens,
              temperature,
              1,
              1000L * round + sample,
              List.of(),
              most.isPositive() ? most : Duration.ofSeconds(1));
      Answer answer = model.answer(new Question(turns, options, new AdapterChoice.Active()));
      return answer.text();
    }
  }
}

package dev.nightshift.assembly;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.LoopSettings;
import dev.nightshift.codeloop.ProgramWriter;
import dev.nightshift.governance.InstructionSearch;
import dev.nightshift.prompts.CandidateRecord;
import dev.nightshift.prompts.FirstAttempts;
import dev.nightshift.prompts.Improvement;
import dev.nightshift.prompts.ModelReflection;
import dev.nightshift.prompts.PromptImprover;
import dev.nightshift.prompts.Reflection;
import dev.nightshift.prompts.TaskAttempts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Searches for better instructions and tries them, with the models and the sandbox. */
final class InstructionTrials {
  /** Of one program; a trial makes many. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Pipeline pipeline;
  private final PromptImprover improver;
  private final Runnable pause;
  private final Consumer<String> told;

  /**
   * @param pause returns before each use of a model, when that may be; may throw STOPPED
   * @param told how it gets on
   */
  InstructionTrials(Pipeline pipeline, Runnable pause, Consumer<String> told) {
    this.pipeline = pipeline;
    this.improver = pipeline.code.prompts();
    this.pause = pause;
    this.told = told;
  }

  /** Tries one candidate. */
  Improvement tryOut(String candidate, List<CodeTask> tasks) {
    return improver.tryOut(candidate, tasks, attempts(), told);
  }

  /** Searches for better ones, tries the best, and tells the reports that wait for that. */
  Improvement improve(String cause, List<CodeTask> tasks) {
    LoopSettings code = pipeline.settings().code();
    ModelReflection model =
        new ModelReflection(
            pipeline.code.evaluator(code).orElseGet(() -> pipeline.code.improver(code)),
            code.maxTokens(),
            code.temperature(),
            LONGEST);
    Reflection reflection =
        (text, traces, seed) -> {
          pause.run();
          return model.on(text, traces, seed);
        };
    Improvement done = improver.improve(cause, tasks, attempts(), reflection, told);
    pipeline.code.governance().searched(outcome(done));
    return done;
  }

  private TaskAttempts attempts() {
    LoopSettings code = pipeline.settings().code();
    FirstAttempts attempts =
        new FirstAttempts(
            new ProgramWriter(pipeline.code.improver(code), code.maxTokens()),
            pipeline.code.judge(),
            pipeline.settings().prompts().temperature(),
            LONGEST);
    return (task, instructions, seed) -> {
      pause.run();
      return attempts.attempt(task, instructions, seed);
    };
  }

  private InstructionSearch outcome(Improvement done) {
    List<InstructionSearch.Candidate> candidates =
        done.candidates().stream().map(InstructionTrials::candidate).toList();
    return InstructionSearch.done(
        done.message(),
        pipeline.clock().instant(),
        done.tokens(),
        done.time().toMillis() / 1000.0,
        candidates);
  }

  private static InstructionSearch.Candidate candidate(CandidateRecord one) {
    return new InstructionSearch.Candidate(
        one.candidate().id(), one.status().name().toLowerCase(Locale.ROOT), one.reason());
  }
}

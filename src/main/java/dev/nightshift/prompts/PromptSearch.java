package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Looks for better instructions on the open tasks, in the manner of GEPA: a parent is drawn from
 * the pool, changed in the light of its failures, and its child joins the pool if it does better on
 * the tasks that it was made from. Ends when there are enough candidates or the tokens are spent.
 */
final class PromptSearch {
  /** Failures that one change is made from. */
  private static final int FAILURES = 3;

  private final TaskAttempts attempts;
  private final Reflection reflection;
  private final PromptSettings settings;
  private final Consumer<String> told;

  PromptSearch(
      TaskAttempts attempts,
      Reflection reflection,
      PromptSettings settings,
      Consumer<String> told) {
    this.attempts = attempts;
    this.reflection = reflection;
    this.settings = settings;
    this.told = told;
  }

  /**
   * What was found.
   *
   * @param best better on the open tasks than what is in force; empty when nothing is
   * @param tried every text that was made, in order, with what became of it
   * @param tokens that were spent
   * @param stopped why it was cut off; empty when it came to its end
   */
  record Found(Optional<Tried> best, List<Tried> tried, long tokens, String stopped) {}

  /**
   * A text that was made.
   *
   * @param why where it comes from
   * @param joined whether it joined the pool
   * @param reason in words
   */
  record Tried(String text, String why, boolean joined, String reason) {}

  /**
   * Searches.
   *
   * @param inForce what is to be beaten
   * @param waiting candidates to begin with
   * @param seed of everything that is drawn
   */
  Found search(Instructions inForce, List<Candidate> waiting, List<CodeTask> open, long seed) {
    return new Work(inForce, open, seed).search(waiting);
  }

  private final class Work {
    private final Instructions inForce;
    private final List<CodeTask> open;
    private final long seed;
    private final SplittableRandom random;
    private final CandidatePool pool = new CandidatePool();
    private final Map<String, Map<String, String>> traces = new LinkedHashMap<>();
    private final List<Tried> tried = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();
    private long tokens;

    Work(Instructions inForce, List<CodeTask> open, long seed) {
      this.inForce = inForce;
      this.open = open;
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    Found search(List<Candidate> waiting) {
      texts.add(inForce.text().strip());
      String stopped = "";
      try {
        tryAll(waiting);
      } catch (PromptException e) {
        if (e.code() != PromptException.Code.STOPPED) {
          throw e;
        }
        stopped = String.valueOf(e.getMessage());
      }
      return new Found(best(), tried, tokens, stopped);
    }

    private void tryAll(List<Candidate> waiting) {
      pool.add(measure(inForce.text(), open));
      for (Candidate one : waiting) {
        if (goesOn()) {
          consider(one.text(), one.why(), pool.best());
        }
      }
      for (int round = 0; goesOn() && round < 2 * settings.candidates(); round++) {
        mutate(round);
      }
    }

    private Optional<Tried> best() {
      return pool.isEmpty()
          ? Optional.empty()
          : tried.stream()
              .filter(one -> one.text().equals(pool.best().instructions().text()))
              .findFirst();
    }

    private boolean goesOn() {
      return tried.size() < settings.candidates() && tokens < settings.tokenBudget();
    }

    private void mutate(int round) {
      CandidatePool.Member parent = pool.parent(random);
      List<String> failures =
          new ArrayList<>(traces.getOrDefault(parent.instructions().text(), Map.of()).values());
      if (failures.isEmpty()) {
        return;
      }
      List<String> some = new ArrayList<>();
      while (!failures.isEmpty() && some.size() < FAILURES) {
        some.add(failures.remove(random.nextInt(failures.size())));
      }
      Optional<Reflection.Thought> thought =
          reflection.on(parent.instructions().text(), some, seed + round);
      thought.ifPresent(
          one -> {
            tokens += one.tokens();
            consider(one.text(), "read " + some.size() + " failures", parent);
          });
    }

    /** Measures a text on the tasks that its parent failed, and on all if it does better there. */
    private void consider(String text, String why, CandidatePool.Member parent) {
      if (!texts.add(text.strip())) {
        return;
      }
      List<CodeTask> failed =
          open.stream().filter(task -> parent.byTask().getOrDefault(task.id(), 0.0) < 1).toList();
      CandidatePool.Member first = measure(text, failed);
      double before =
          failed.stream().mapToDouble(task -> parent.byTask().getOrDefault(task.id(), 0.0)).sum();
      double after = first.byTask().values().stream().mapToDouble(Double::doubleValue).sum();
      boolean better = after > before;
      String reason =
          String.format(
              Locale.ROOT,
              "on the %d tasks that failed before it scores %.2f, %.2f before",
              failed.size(),
              after,
              before);
      if (better) {
        Map<String, Double> all = new LinkedHashMap<>(first.byTask());
        List<CodeTask> others = open.stream().filter(task -> !failed.contains(task)).toList();
        all.putAll(measure(text, others).byTask());
        pool.add(new CandidatePool.Member(first.instructions(), all));
      }
      tried.add(new Tried(text, why, better, reason));
      told.accept("candidate " + tried.size() + " (" + why + "): " + reason);
    }

    private CandidatePool.Member measure(String text, List<CodeTask> tasks) {
      Instructions instructions = new Instructions(inForce.version(), text);
      Map<String, Double> byTask = new LinkedHashMap<>();
      for (CodeTask task : tasks) {
        TaskAttempts.Attempted attempted = attempts.attempt(task, instructions, seed);
        tokens += attempted.score().tokens();
        byTask.put(task.id(), attempted.score().value());
        if (!attempted.trace().isEmpty()) {
          traces
              .computeIfAbsent(text, key -> new LinkedHashMap<>())
              .put(task.id(), attempted.trace());
        }
      }
      return new CandidatePool.Member(instructions, byTask);
    }
  }
}

package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Proposes, tries, adopts and rejects instructions, and takes them back. Every step is in the
 * ledger before it has an effect. Thread-safe: one search or trial at a time, beside which anything
 * else may be decided; such a decision holds.
 */
public final class PromptImprover {
  private static final String PROGRAM = "trial";

  private final PromptLedger ledger;
  private final PromptBook book;
  private final PromptSettings settings;
  private final InstantSource clock;
  private final ReentrantLock trying = new ReentrantLock();

  /** Over a ledger. */
  public PromptImprover(PromptLedger ledger, PromptSettings settings, InstantSource clock) {
    this.ledger = ledger;
    this.book = new PromptBook(ledger, clock);
    this.settings = settings;
    this.clock = clock;
  }

  /** What is in force. */
  public Instructions inForce() {
    return book.inForce();
  }

  /** All there is. */
  public PromptHistory history() {
    return ledger.history();
  }

  /** Everything that happened, oldest first. */
  public List<PromptEvent> events() {
    return ledger.events();
  }

  /**
   * Takes a person's text in as a candidate.
   *
   * @throws PromptException REFUSED when it is what is in force, or too long
   */
  public Candidate propose(String text, String why) {
    return book.proposeOther(text, why);
  }

  /**
   * Takes the text of a rule in as a candidate, unless it is one already.
   *
   * @return the candidate of that text
   * @throws PromptException REFUSED when it is too long
   */
  public CandidateRecord suggest(String text, String why) {
    return book.candidate(book.proposeOnce(text, Origin.RULES, why).id());
  }

  /**
   * Searches for better instructions on the open tasks, beginning with the candidates that nobody
   * has tried, and tries the best on the others. When the attempts or the reflection throw STOPPED,
   * what was done until then counts, and a candidate whose trial was cut off waits for the next.
   *
   * @param cause who or what wants it, in a few words
   * @param told how it gets on
   * @throws PromptException TOO_FEW_TASKS, REFUSED while another search or trial goes on
   */
  public Improvement improve(
      String cause,
      List<CodeTask> tasks,
      TaskAttempts attempts,
      Reflection reflection,
      Consumer<String> told) {
    return alone(
        () -> {
          TaskSplit split = TaskSplit.of(tasks, settings.leastTasks());
          return search(cause, split, attempts, reflection, told);
        });
  }

  private Improvement search(
      String cause,
      TaskSplit split,
      TaskAttempts attempts,
      Reflection reflection,
      Consumer<String> told) {
    Instant began = clock.instant();
    long seed = ledger.history().candidates().size() % 900L; // trials have those from 1000
    PromptSearch.Found found =
        new PromptSearch(attempts, reflection, settings, told)
            .search(inForce(), untried(), split.open(), seed);
    List<String> made = new ArrayList<>();
    String best = null;
    for (PromptSearch.Tried one : found.tried()) {
      Candidate candidate = book.proposeOnce(one.text(), Origin.REFLECTION, one.why());
      made.add(candidate.id());
      if (found.best().isPresent() && found.best().get().equals(one)) {
        best = candidate.id();
      } else if (!book.candidate(candidate.id()).decided()) {
        String reason = one.joined() ? one.reason() + "; another is better still" : one.reason();
        book.reject(candidate.id(), PROGRAM, reason);
      }
    }
    long tokens = found.tokens();
    String message =
        "none of " + made.size() + " candidates is better on the tasks they were made from";
    if (best != null) {
      Spent spent = tryOn(best, split, attempts, told);
      tokens += spent.tokens();
      message = spent.message();
    }
    message += found.stopped().isEmpty() ? "" : "; the search was cut off: " + found.stopped();
    book.searched(
        new PromptEvent.Searched(cause, made.size(), tokens, message, began, clock.instant()));
    return improvement(made, tokens, began, message);
  }

  private List<Candidate> untried() {
    return ledger.history().candidates().stream()
        .filter(one -> one.status() == CandidateRecord.Status.PROPOSED)
        .map(CandidateRecord::candidate)
        .toList();
  }

  private Improvement improvement(
      Collection<String> made, long tokens, Instant began, String message) {
    PromptHistory now = ledger.history();
    return new Improvement(
        now.candidates().stream().filter(one -> made.contains(one.candidate().id())).toList(),
        now.inForce().instructions().version(),
        tokens,
        Duration.between(began, clock.instant()),
        message);
  }

  /**
   * Tries one candidate on the tasks that are held out.
   *
   * @throws PromptException UNKNOWN, TOO_FEW_TASKS, REFUSED when it is decided or while another
   *     search or trial goes on
   */
  public Improvement tryOut(
      String id, List<CodeTask> tasks, TaskAttempts attempts, Consumer<String> told) {
    return alone(
        () -> {
          book.undecided(id);
          Instant began = clock.instant();
          Spent spent = tryOn(id, TaskSplit.of(tasks, settings.leastTasks()), attempts, told);
          return improvement(List.of(id), spent.tokens(), began, spent.message());
        });
  }

  private <T> T alone(Supplier<T> work) {
    if (!trying.tryLock()) {
      throw new PromptException(
          PromptException.Code.REFUSED,
          "another search or trial goes on in this process; try again when it is over");
    }
    try {
      return work.get();
    } finally {
      trying.unlock();
    }
  }

  private record Spent(long tokens, String message) {}

  private Spent tryOn(String id, TaskSplit split, TaskAttempts attempts, Consumer<String> told) {
    PromptHistory history = ledger.history();
    Instructions before = history.inForce().instructions();
    Instructions after =
        new Instructions(before.version() + 1, book.candidate(id).candidate().text());
    int number = history.trialsAgainst(before.version()) + 1;
    PairedAttempts paired =
        new PairedAttempts(attempts, settings.samples(), history.trials(), told);
    List<Pair> pairs;
    try {
      pairs = paired.on(split.heldOut(), before, after);
    } catch (PromptException e) {
      if (e.code() != PromptException.Code.STOPPED) {
        throw e;
      }
      return new Spent(paired.tokens(), id + " waits, as its trial was cut off: " + e.getMessage());
    }
    Trial trial = Trial.decide(before.version(), number, pairs, settings);
    boolean adopt = settings.adopt() == PromptSettings.Adopt.WON;
    return new Spent(paired.tokens(), book.tried(id, trial, PROGRAM, adopt));
  }

  /**
   * Puts a candidate in force that won its trial.
   *
   * @param by who decides
   * @param despite whether one that was not tried or lost is adopted all the same
   * @return its version
   * @throws PromptException UNKNOWN, REFUSED
   */
  public int adopt(String id, String by, String reason, boolean despite) {
    return book.adopt(id, by, reason, despite);
  }

  /**
   * Gives a candidate up.
   *
   * @param by who decides
   * @throws PromptException UNKNOWN, REFUSED when it is decided
   */
  public void reject(String id, String by, String reason) {
    book.reject(id, by, reason);
  }

  /**
   * Puts another version in force.
   *
   * @param by who decides
   * @throws PromptException UNKNOWN, REFUSED when it is in force
   */
  public void rollBack(int version, String by, String reason) {
    book.rollBack(version, by, reason);
  }
}

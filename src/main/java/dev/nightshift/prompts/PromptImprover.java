package dev.nightshift.prompts;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.codeloop.Instructions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Proposes, tries, adopts and rejects instructions, and takes them back. Every step is in the
 * ledger before it has an effect. Thread-safe: one search or trial at a time.
 */
public final class PromptImprover {
  private static final String PROGRAM = "trial";

  private final PromptLedger ledger;
  private final PromptSettings settings;
  private final InstantSource clock;

  /** Over a ledger. */
  public PromptImprover(PromptLedger ledger, PromptSettings settings, InstantSource clock) {
    this.ledger = ledger;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What a search or a trial came to.
   *
   * @param candidates that were made or tried, as they stand now
   * @param version in force
   * @param tokens read and written for it
   * @param message in words
   */
  public record Improvement(
      List<CandidateRecord> candidates, int version, long tokens, String message) {
    public Improvement {
      candidates = List.copyOf(candidates);
    }
  }

  /** What is in force. */
  public Instructions inForce() {
    return ledger.history().inForce().instructions();
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
  public synchronized Candidate propose(String text, String why) {
    PromptHistory history = ledger.history();
    Instructions inForce = history.inForce().instructions();
    if (text.strip().equals(inForce.text().strip())) {
      throw new PromptException(
          PromptException.Code.REFUSED, "that is version " + inForce.version() + " already");
    }
    return propose(text, Origin.OPERATOR, why);
  }

  /**
   * Takes the text of a rule in as a candidate, unless it is one already.
   *
   * @return the candidate of that text
   * @throws PromptException REFUSED when it is too long
   */
  public synchronized CandidateRecord suggest(String text, String why) {
    String id = ofText(text).orElseGet(() -> propose(text, Origin.RULES, why)).id();
    return candidate(id);
  }

  private Optional<Candidate> ofText(String text) {
    return ledger.history().candidates().stream()
        .map(CandidateRecord::candidate)
        .filter(one -> one.text().equals(text.strip()))
        .findFirst();
  }

  private Candidate propose(String text, Origin origin, String why) {
    PromptHistory history = ledger.history();
    int version = history.inForce().instructions().version();
    try {
      Candidate candidate =
          new Candidate(
              "c" + (history.candidates().size() + 1),
              new Instructions(version, text.strip()).text(),
              origin,
              version,
              why,
              clock.instant());
      ledger.add(new PromptEvent.Proposed(candidate));
      return candidate;
    } catch (IllegalArgumentException e) {
      throw new PromptException(PromptException.Code.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Searches for better instructions on the open tasks, beginning with the candidates that nobody
   * has tried, and tries the best on the others.
   *
   * @param told how it gets on
   * @throws PromptException TOO_FEW_TASKS
   */
  public synchronized Improvement improve(
      List<CodeTask> tasks, TaskAttempts attempts, Reflection reflection, Consumer<String> told) {
    TaskSplit split = TaskSplit.of(tasks, settings.leastTasks());
    Instructions inForce = inForce();
    long seed = ledger.history().candidates().size() % 900L; // trials have those from 1000
    PromptSearch.Found found =
        new PromptSearch(attempts, reflection, settings, told)
            .search(inForce, untried(), split.open(), seed);
    List<String> made = new ArrayList<>();
    String best = null;
    for (PromptSearch.Tried one : found.tried()) {
      Candidate candidate =
          ofText(one.text()).orElseGet(() -> propose(one.text(), Origin.REFLECTION, one.why()));
      made.add(candidate.id());
      if (found.best().isPresent() && found.best().get().equals(one)) {
        best = candidate.id();
      } else {
        String reason = one.joined() ? one.reason() + "; another is better still" : one.reason();
        ledger.add(new PromptEvent.Rejected(candidate.id(), PROGRAM, reason, clock.instant()));
      }
    }
    long tokens = found.tokens();
    String message =
        "none of "
            + found.tried().size()
            + " candidates is better on the tasks they were made from";
    if (best != null) {
      Spent spent = tryOn(best, split, attempts, told);
      tokens += spent.tokens();
      message = spent.message();
    }
    PromptHistory now = ledger.history();
    return new Improvement(
        now.candidates().stream().filter(one -> made.contains(one.candidate().id())).toList(),
        now.inForce().instructions().version(),
        tokens,
        message);
  }

  private List<Candidate> untried() {
    return ledger.history().candidates().stream()
        .filter(one -> one.status() == CandidateRecord.Status.PROPOSED)
        .map(CandidateRecord::candidate)
        .toList();
  }

  /**
   * Tries one candidate on the tasks that are held out.
   *
   * @throws PromptException UNKNOWN, REFUSED when it is decided, TOO_FEW_TASKS
   */
  public synchronized Improvement tryOut(
      String id, List<CodeTask> tasks, TaskAttempts attempts, Consumer<String> told) {
    CandidateRecord one = candidate(id);
    if (one.decided()) {
      throw new PromptException(
          PromptException.Code.REFUSED,
          id + " is " + one.status().name().toLowerCase(Locale.ROOT) + " already: " + one.reason());
    }
    Spent spent = tryOn(id, TaskSplit.of(tasks, settings.leastTasks()), attempts, told);
    return new Improvement(
        List.of(candidate(id)), inForce().version(), spent.tokens(), spent.message());
  }

  private record Spent(long tokens, String message) {}

  private Spent tryOn(String id, TaskSplit split, TaskAttempts attempts, Consumer<String> told) {
    Candidate candidate = candidate(id).candidate();
    PromptHistory history = ledger.history();
    Instructions before = history.inForce().instructions();
    Instructions after = new Instructions(before.version() + 1, candidate.text());
    int number = history.trialsAgainst(before.version()) + 1;
    List<Pair> pairs =
        new PairedAttempts(attempts, settings.samples(), history.trials(), told)
            .on(split.heldOut(), before, after);
    long tokens = pairs.stream().mapToLong(Pair::tokens).sum();
    Trial trial = Trial.decide(before.version(), number, pairs, settings);
    ledger.add(new PromptEvent.Tried(id, trial, clock.instant()));
    if (!trial.won()) {
      ledger.add(new PromptEvent.Rejected(id, PROGRAM, trial.reason(), clock.instant()));
      return new Spent(tokens, id + " is rejected: " + trial.reason());
    }
    if (settings.adopt() == PromptSettings.Adopt.ASK) {
      return new Spent(tokens, id + " won and waits for you: " + trial.reason());
    }
    int version = put(id, PROGRAM, trial.reason());
    return new Spent(tokens, id + " is version " + version + " now: " + trial.reason());
  }

  /**
   * Puts a candidate in force that won its trial.
   *
   * @param by who decides
   * @param despite whether one that was not tried or lost is adopted all the same
   * @return its version
   * @throws PromptException UNKNOWN, REFUSED
   */
  public synchronized int adopt(String id, String by, String reason, boolean despite) {
    CandidateRecord one = candidate(id);
    if (one.status() == CandidateRecord.Status.ADOPTED) {
      throw new PromptException(
          PromptException.Code.REFUSED,
          id + " is a version already: roll back to it to put it in force again");
    }
    if (one.status() != CandidateRecord.Status.WON && !despite) {
      throw new PromptException(
          PromptException.Code.REFUSED,
          one.trials().isEmpty()
              ? id + " has not won a trial: try it first, or force it"
              : id + " lost its trial (" + one.reason() + "): force it if you know better");
    }
    return put(id, by, one.status() == CandidateRecord.Status.WON ? reason : forced(one, reason));
  }

  private static String forced(CandidateRecord one, String reason) {
    return (one.trials().isEmpty() ? "forced, untried: " : "forced, though it lost its trial: ")
        + reason;
  }

  private int put(String id, String by, String reason) {
    int version = ledger.history().versions().size() + 1;
    ledger.add(new PromptEvent.Adopted(id, version, by, reason, clock.instant()));
    return version;
  }

  /**
   * Gives a candidate up.
   *
   * @param by who decides
   * @throws PromptException UNKNOWN, REFUSED when it is decided
   */
  public synchronized void reject(String id, String by, String reason) {
    CandidateRecord one = candidate(id);
    if (one.decided()) {
      throw new PromptException(
          PromptException.Code.REFUSED,
          id + " is " + one.status().name().toLowerCase(Locale.ROOT) + " already");
    }
    ledger.add(new PromptEvent.Rejected(id, by, reason, clock.instant()));
  }

  /**
   * Puts another version in force.
   *
   * @param by who decides
   * @throws PromptException UNKNOWN, REFUSED when it is in force
   */
  public synchronized void rollBack(int version, String by, String reason) {
    PromptHistory history = ledger.history();
    PromptVersion to =
        history
            .version(version)
            .orElseThrow(
                () ->
                    new PromptException(
                        PromptException.Code.UNKNOWN,
                        "there is no version "
                            + version
                            + ": there are 1 to "
                            + history.versions().size()));
    if (to.inForce()) {
      throw new PromptException(
          PromptException.Code.REFUSED, "version " + version + " is in force");
    }
    ledger.add(new PromptEvent.RolledBack(version, by, reason, clock.instant()));
  }

  private CandidateRecord candidate(String id) {
    return ledger
        .history()
        .candidate(id)
        .orElseThrow(
            () -> new PromptException(PromptException.Code.UNKNOWN, "there is no candidate " + id));
  }
}

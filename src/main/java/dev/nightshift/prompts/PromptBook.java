package dev.nightshift.prompts;

import dev.nightshift.codeloop.Instructions;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Candidates and versions, and what is decided about them. Thread-safe; nothing here takes long.
 */
final class PromptBook {
  private final PromptLedger ledger;
  private final InstantSource clock;

  PromptBook(PromptLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  PromptHistory history() {
    return ledger.history();
  }

  Instructions inForce() {
    return ledger.history().inForce().instructions();
  }

  /** Takes a person's text in, unless it is what is in force. */
  synchronized Candidate proposeOther(String text, String why) {
    Instructions inForce = inForce();
    if (text.strip().equals(inForce.text().strip())) {
      throw refused("that is version " + inForce.version() + " already");
    }
    return propose(text, Origin.OPERATOR, why);
  }

  /** The candidate of that text, which becomes one if it is none yet. */
  synchronized Candidate proposeOnce(String text, Origin origin, String why) {
    Optional<Candidate> known =
        ledger.history().candidates().stream()
            .map(CandidateRecord::candidate)
            .filter(one -> one.text().equals(text.strip()))
            .findFirst();
    return known.orElseGet(() -> propose(text, origin, why));
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

  CandidateRecord candidate(String id) {
    return ledger
        .history()
        .candidate(id)
        .orElseThrow(
            () -> new PromptException(PromptException.Code.UNKNOWN, "there is no candidate " + id));
  }

  CandidateRecord undecided(String id) {
    CandidateRecord one = candidate(id);
    if (one.decided()) {
      throw refused(
          id + " is " + one.status().name().toLowerCase(Locale.ROOT) + " already: " + one.reason());
    }
    return one;
  }

  /**
   * Writes down what a trial came to, and what follows from it.
   *
   * @param by who tried
   * @param adopt whether a winner is put in force at once
   * @return in words
   */
  synchronized String tried(String id, Trial trial, String by, boolean adopt) {
    int version = inForce().version();
    if (version != trial.against() || candidate(id).decided()) {
      return id
          + (version == trial.against()
              ? " was decided by somebody while it was tried, and that holds"
              : " waits: version " + version + " was put in force while it was tried");
    }
    ledger.add(new PromptEvent.Tried(id, trial, clock.instant()));
    if (!trial.won()) {
      ledger.add(new PromptEvent.Rejected(id, by, trial.reason(), clock.instant()));
      return id + " is rejected: " + trial.reason();
    }
    return adopt
        ? id + " is version " + put(id, by, trial.reason()) + " now: " + trial.reason()
        : id + " won and waits for you: " + trial.reason();
  }

  synchronized int adopt(String id, String by, String reason, boolean despite) {
    CandidateRecord one = candidate(id);
    if (one.status() == CandidateRecord.Status.ADOPTED) {
      throw refused(id + " is a version already: roll back to it to put it in force again");
    }
    boolean won = one.status() == CandidateRecord.Status.WON;
    if (!won && !despite) {
      throw refused(
          one.trials().isEmpty()
              ? id + " has not won a trial: try it first, or force it"
              : id + " lost its trial (" + one.reason() + "): force it if you know better");
    }
    return put(id, by, won ? reason : forced(one, reason));
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

  synchronized void reject(String id, String by, String reason) {
    undecided(id);
    ledger.add(new PromptEvent.Rejected(id, by, reason, clock.instant()));
  }

  synchronized void rollBack(int version, String by, String reason) {
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
      throw refused("version " + version + " is in force");
    }
    ledger.add(new PromptEvent.RolledBack(version, by, reason, clock.instant()));
  }

  /** Writes down that a search is over. */
  void searched(PromptEvent.Searched search) {
    ledger.add(search);
  }

  private static PromptException refused(String why) {
    return new PromptException(PromptException.Code.REFUSED, why);
  }
}

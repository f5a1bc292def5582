package dev.nightshift.prompts;

import dev.nightshift.codeloop.Instructions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a ledger's lines add up to.
 *
 * @param versions by number
 * @param candidates in the order of proposal
 */
public record PromptHistory(List<PromptVersion> versions, List<CandidateRecord> candidates) {
  public PromptHistory {
    versions = List.copyOf(versions);
    candidates = List.copyOf(candidates);
  }

  /** Adds events up. */
  static PromptHistory of(Instructions shipped, List<PromptEvent> events) {
    Sum sum = new Sum(shipped);
    events.forEach(sum::add);
    return sum.history();
  }

  /** The version in force. */
  public PromptVersion inForce() {
    return versions.stream().filter(PromptVersion::inForce).findFirst().orElseThrow();
  }

  /** A candidate by its id. */
  public Optional<CandidateRecord> candidate(String id) {
    return candidates.stream().filter(one -> one.candidate().id().equals(id)).findFirst();
  }

  /** A version by its number. */
  public Optional<PromptVersion> version(int number) {
    return versions.stream().filter(one -> one.instructions().version() == number).findFirst();
  }

  /** How many trials there were. */
  int trials() {
    return candidates.stream().mapToInt(one -> one.trials().size()).sum();
  }

  /** How many trials there were against a version. */
  int trialsAgainst(int version) {
    return (int)
        candidates.stream()
            .flatMap(one -> one.trials().stream())
            .filter(trial -> trial.against() == version)
            .count();
  }

  /** The sum so far. */
  private static final class Sum {
    private final Map<Integer, PromptVersion> versions = new LinkedHashMap<>();
    private final Map<String, CandidateRecord> candidates = new LinkedHashMap<>();
    private int inForce;

    Sum(Instructions shipped) {
      inForce = shipped.version();
      versions.put(
          inForce,
          new PromptVersion(shipped, null, null, "program", "comes with the program", false));
    }

    void add(PromptEvent event) {
      switch (event) {
        case PromptEvent.Proposed(Candidate candidate) ->
            candidates.put(
                candidate.id(),
                new CandidateRecord(candidate, CandidateRecord.Status.PROPOSED, List.of(), ""));
        case PromptEvent.Tried tried ->
            change(
                tried.candidate(),
                was -> {
                  List<Trial> trials = new ArrayList<>(was.trials());
                  trials.add(tried.trial());
                  return new CandidateRecord(
                      was.candidate(),
                      tried.trial().won() ? CandidateRecord.Status.WON : was.status(),
                      trials,
                      tried.trial().reason());
                });
        case PromptEvent.Rejected rejected ->
            change(
                rejected.candidate(),
                was -> decided(was, CandidateRecord.Status.REJECTED, rejected.reason()));
        case PromptEvent.Adopted adopted -> adopt(adopted);
        case PromptEvent.RolledBack back -> inForce = back.version();
        case PromptEvent.Searched _ -> {
          // Changes nothing.
        }
      }
    }

    private void adopt(PromptEvent.Adopted adopted) {
      CandidateRecord one =
          change(
              adopted.candidate(),
              was -> decided(was, CandidateRecord.Status.ADOPTED, adopted.reason()));
      inForce = adopted.version();
      versions.put(
          inForce,
          new PromptVersion(
              new Instructions(inForce, one.candidate().text()),
              adopted.candidate(),
              adopted.time(),
              adopted.by(),
              adopted.reason(),
              false));
    }

    private static CandidateRecord decided(
        CandidateRecord was, CandidateRecord.Status status, String reason) {
      return new CandidateRecord(was.candidate(), status, was.trials(), reason);
    }

    private CandidateRecord change(String id, UnaryOperator<CandidateRecord> how) {
      CandidateRecord was = candidates.get(id);
      if (was == null) {
        throw new PromptException(
            PromptException.Code.LEDGER, "the ledger speaks of " + id + ", which it never names");
      }
      CandidateRecord now = how.apply(was);
      candidates.put(id, now);
      return now;
    }

    PromptHistory history() {
      if (!versions.containsKey(inForce)) {
        throw new PromptException(
            PromptException.Code.LEDGER,
            "the ledger puts version " + inForce + " in force, which it never names");
      }
      List<PromptVersion> all =
          versions.values().stream()
              .map(
                  one ->
                      new PromptVersion(
                          one.instructions(),
                          one.candidate(),
                          one.adopted(),
                          one.by(),
                          one.reason(),
                          one.instructions().version() == inForce))
              .toList();
      return new PromptHistory(all, List.copyOf(candidates.values()));
    }
  }
}

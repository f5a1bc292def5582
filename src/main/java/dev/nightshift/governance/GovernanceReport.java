package dev.nightshift.governance;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline governs itself: what failed, why, what to do, and whether what was promised
 * held.
 *
 * @param id its file is {@code self_governance_report_<id>.json}
 * @param time when it was written
 * @param trigger what had it written: a run, a night, or somebody's demand
 * @param systemStatus in a word and two rates
 * @param analysis of the code loop's failures
 * @param questions of the memory's failures, by meaning; ids and counts only
 * @param nights what went wrong in nights, and which settings are proposed
 * @param improvedPrompt instructions that may do better; null when there is nothing to improve
 * @param search for better ones than these; null when there is nothing to improve
 * @param actionItems what to do, the most urgent first
 * @param previous what the report before promised; null for the first
 */
public record GovernanceReport(
    String id,
    Instant time,
    String trigger,
    SystemStatus systemStatus,
    FailureAnalysis analysis,
    QuestionFindings questions,
    NightFindings nights,
    @Nullable ImprovedPrompt improvedPrompt,
    @Nullable InstructionSearch search,
    List<ActionItem> actionItems,
    @Nullable PreviousReport previous) {
  public GovernanceReport {
    actionItems = List.copyOf(actionItems);
  }

  /** Name of its file. */
  public String fileName() {
    return ReportStore.file(id);
  }

  GovernanceReport with(QuestionFindings shown) {
    return new GovernanceReport(
        id,
        time,
        trigger,
        systemStatus,
        analysis,
        shown,
        nights,
        improvedPrompt,
        search,
        actionItems,
        previous);
  }

  /** Whether it has better instructions searched for, and nobody has yet. */
  boolean awaitsSearch() {
    return search != null && search.isOpen();
  }

  /** The same after that: what it proposed stands as the search has left it. */
  GovernanceReport searched(InstructionSearch outcome) {
    ImprovedPrompt prompt = improvedPrompt;
    String state =
        outcome.candidates().stream()
            .filter(one -> prompt != null && one.id().equals(prompt.candidate()))
            .map(InstructionSearch.Candidate::state)
            .findFirst()
            .orElse("");
    return new GovernanceReport(
        id,
        time,
        trigger,
        systemStatus,
        analysis,
        questions,
        nights,
        prompt == null || state.isEmpty() ? prompt : prompt.as(state),
        outcome,
        actionItems.stream().map(item -> item.after(state)).toList(),
        previous);
  }

  /** The same without what names those runs and tasks. */
  GovernanceReport without(Set<String> runs, Set<String> tasks) {
    Set<String> issues = new HashSet<>();
    analysis.patterns().stream()
        .filter(one -> one.names(runs, tasks))
        .forEach(one -> issues.add(one.issue().word()));
    if (issues.isEmpty()) {
      return this;
    }
    return new GovernanceReport(
        id,
        time,
        trigger,
        systemStatus,
        analysis.without(runs, tasks),
        questions,
        nights,
        improvedPrompt,
        search,
        actionItems.stream()
            .map(item -> issues.contains(item.issue()) ? item.withoutDescription() : item)
            .toList(),
        previous);
  }
}

package dev.nightshift.assembly;

import dev.nightshift.governance.FailureAnalysis;
import dev.nightshift.governance.ImprovedPrompt;
import dev.nightshift.governance.InstructionSearch;
import dev.nightshift.governance.PromptEvents;
import dev.nightshift.governance.PromptProposals;
import dev.nightshift.governance.RuleBasedPrompts;
import dev.nightshift.governance.Span;
import dev.nightshift.governance.TimelineEntry;
import dev.nightshift.prompts.CandidateRecord;
import dev.nightshift.prompts.PromptEvent;
import dev.nightshift.prompts.PromptException;
import dev.nightshift.prompts.PromptImprover;
import dev.nightshift.prompts.PromptSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a report says better becomes a candidate; what became of candidates is told in reports. */
final class GovernancePrompts implements PromptProposals, PromptEvents {
  private static final Logger log = LoggerFactory.getLogger(GovernancePrompts.class);

  private final CodeAssembly code;
  private final PromptSettings settings;
  private final RuleBasedPrompts rules;

  GovernancePrompts(CodeAssembly code, PromptSettings settings) {
    this.code = code;
    this.settings = settings;
    this.rules = new RuleBasedPrompts(code::instructions);
  }

  @Override
  public Optional<ImprovedPrompt> improve(FailureAnalysis analysis) {
    return rules.improve(analysis).map(this::kept);
  }

  @Override
  public InstructionSearch search() {
    return switch (settings.search()) {
      case AFTER_NIGHT ->
          InstructionSearch.waiting(
              "after the next scheduled night, or pipeline governance improve");
      case NEVER ->
          InstructionSearch.off(
              "nightshift.prompts.search is never; pipeline governance improve does it");
    };
  }

  private ImprovedPrompt kept(ImprovedPrompt one) {
    try {
      CandidateRecord candidate = code.prompts().suggest(one.text(), String.join(" ", one.added()));
      return new ImprovedPrompt(
          one.basedOn(),
          candidate.candidate().id(),
          candidate.status().name().toLowerCase(Locale.ROOT),
          one.origin(),
          one.text(),
          one.added());
    } catch (PromptException e) {
      log.warn("an improved prompt is in the report alone, and no candidate: {}", e.getMessage());
      return one;
    }
  }

  @Override
  public List<TimelineEntry> in(Span span) {
    PromptImprover prompts = code.prompts();
    return prompts.events().stream()
        .filter(event -> !event.time().isBefore(span.from()) && event.time().isBefore(span.until()))
        .map(GovernancePrompts::entry)
        .toList();
  }

  private static TimelineEntry entry(PromptEvent event) {
    return switch (event) {
      case PromptEvent.Proposed(var candidate) ->
          entry(
              event,
              candidate.id(),
              "proposed by "
                  + candidate.origin().name().toLowerCase(Locale.ROOT)
                  + ": "
                  + candidate.why());
      case PromptEvent.Tried tried ->
          entry(
              event,
              tried.candidate(),
              (tried.trial().won() ? "won its trial: " : "lost its trial: ")
                  + tried.trial().reason());
      case PromptEvent.Adopted adopted ->
          entry(
              event,
              adopted.candidate(),
              "adopted as v" + adopted.version() + " by " + adopted.by() + ": " + adopted.reason());
      case PromptEvent.Rejected rejected ->
          entry(
              event,
              rejected.candidate(),
              "rejected by " + rejected.by() + ": " + rejected.reason());
      case PromptEvent.Searched search ->
          entry(
              event,
              search.cause(),
              "%d candidates and %d tokens: %s"
                  .formatted(search.candidates(), search.tokens(), search.message()));
      case PromptEvent.RolledBack back ->
          entry(
              event, "v" + back.version(), "in force again by " + back.by() + ": " + back.reason());
    };
  }

  private static TimelineEntry entry(PromptEvent event, String subject, String text) {
    return new TimelineEntry(event.time(), "prompt", subject, text, "prompts/ledger.jsonl");
  }
}

package dev.nightshift.governance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done about what was found, the most urgent first. */
final class ActionItems {
  private ActionItems() {}

  static List<ActionItem> of(
      FailureAnalysis analysis,
      QuestionFindings questions,
      NightFindings nights,
      @Nullable ImprovedPrompt prompt) {
    List<ActionItem> items = new ArrayList<>();
    for (Recommendation one : analysis.recommendations()) {
      boolean waits = one.autoFixable() && prompt != null;
      items.add(
          item(
              one.issue().word(),
              one.fix().replaceFirst("\\.$", ""),
              one.description(),
              one.severity(),
              one.autoFixable(),
              waits ? "proposed" : "open",
              ""));
    }
    nights.proposals().forEach(one -> items.add(ofProposal(one)));
    nights.unhelped().stream()
        .filter(one -> !NightCause.ofWord(one.cause()).settled())
        .forEach(one -> items.add(ofUnhelped(one)));
    if (nights.abstentions() > 0) {
      items.add(
          item(
              "nights",
              "answer what the council left to a person",
              nights.abstentions() + " of " + nights.judged() + " questions it judged",
              Severity.MEDIUM,
              false,
              "open",
              "pipeline feedback ID --correction \"…\" (see training_data/abstained.jsonl)"));
    }
    if (!questions.clusters().isEmpty()) {
      QuestionFindings.Cluster largest = questions.clusters().getFirst();
      items.add(
          item(
              "questions",
              "correct an answer of the largest group of failed questions",
              largest.count() + " of " + questions.failed() + " failed questions mean the like",
              Severity.MEDIUM,
              false,
              "open",
              "pipeline feedback " + largest.exchanges().getFirst() + " --correction \"…\""));
    }
    return numbered(items);
  }

  private static ActionItem ofUnhelped(NightFindings.Unhelped one) {
    return item(
        "nights",
        "look at why nights came to nothing: "
            + one.cause().replace('_', ' ')
            + (one.count() == 1 ? ", once" : ", " + one.count() + " times"),
        one.why(),
        Severity.HIGH,
        false,
        "open",
        "pipeline governance timeline");
  }

  private static ActionItem ofProposal(SettingProposal one) {
    String title =
        "set " + one.setting() + " to " + one.proposed() + " instead of " + one.current();
    String result = one.result();
    return switch (one.status()) {
      case "recommended" ->
          item(
              "setting",
              title,
              one.because() + "; its bench: " + result,
              Severity.HIGH,
              false,
              one.status(),
              "");
      case "refuted" ->
          item(
              "setting",
              "leave " + one.setting() + " at " + one.current(),
              one.proposed() + " was tried: " + result,
              Severity.LOW,
              false,
              one.status(),
              "");
      default ->
          item(
              "setting",
              "try whether " + one.setting() + " " + one.proposed() + " helps",
              one.because() + "; not tried yet, so not recommended",
              Severity.MEDIUM,
              false,
              one.status(),
              one.bench());
    };
  }

  private static ActionItem item(
      String issue,
      String title,
      String description,
      Severity severity,
      boolean autoFixable,
      String status,
      String command) {
    return new ActionItem(1, issue, title, description, severity, autoFixable, status, command);
  }

  private static List<ActionItem> numbered(List<ActionItem> items) {
    List<ActionItem> sorted =
        items.stream().sorted(Comparator.comparing(ActionItem::severity)).toList();
    List<ActionItem> numbered = new ArrayList<>();
    for (ActionItem one : sorted) {
      numbered.add(
          new ActionItem(
              numbered.size() + 1,
              one.issue(),
              one.title(),
              one.description(),
              one.severity(),
              one.autoFixable(),
              one.status(),
              one.command()));
    }
    return numbered;
  }
}

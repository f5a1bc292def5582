package dev.nightshift.governance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a question is about, has it answered from facts, and lets a model phrase that. */
final class Questioning {
  private static final Logger log = LoggerFactory.getLogger(Questioning.class);

  private final Governance governance;
  private final GovernanceSources sources;
  private final Answers answers;

  Questioning(Governance governance, GovernanceSources sources) {
    this.governance = governance;
    this.sources = sources;
    this.answers = new Answers(governance, sources.clock());
  }

  GovernanceAnswer answer(String question) {
    Optional<String> task = task(question);
    if (task.isPresent()) {
      return phrased(question, "task", answers.task(task.get()));
    }
    Optional<Intent> intent = Intent.of(question);
    if (intent.isEmpty()) {
      return new GovernanceAnswer(question, "unknown", help(), List.of(), List.of(), "program");
    }
    FactSheet sheet =
        switch (intent.get()) {
          case FAILURES -> answers.failures();
          case TREND -> answers.trend();
          case REPORT -> answers.report();
          case ACTIONS -> answers.actions();
          case PROMPTS -> answers.prompts();
          case NIGHTS -> answers.nights();
        };
    return phrased(question, intent.get().word(), sheet);
  }

  /** The task that a question names. */
  private Optional<String> task(String question) {
    String asked = question.toLowerCase(Locale.ROOT);
    return governance.attempts().attempts().stream()
        .map(AttemptEntry::task)
        .distinct()
        .filter(
            task ->
                Pattern.compile(
                        "(?<![\\w-])" + Pattern.quote(task.toLowerCase(Locale.ROOT)) + "(?![\\w-])")
                    .matcher(asked)
                    .find())
        .findFirst();
  }

  private static String help() {
    return Arrays.stream(Intent.values())
        .map(intent -> "- " + intent.example())
        .collect(
            Collectors.joining(
                "\n",
                "I do not understand that. I can be asked, in words like these:\n",
                "\n- how does the task primes stand? (any task that was tried)"));
  }

  private GovernanceAnswer phrased(String question, String intent, FactSheet sheet) {
    String fixed = sheet.text();
    Optional<String> words = sources.phrasing().flatMap(one -> phrase(one, question, fixed));
    return new GovernanceAnswer(
        question,
        intent,
        words.orElse(fixed),
        sheet.facts(),
        sheet.citations(),
        words.isPresent() ? "model" : "program");
  }

  private static Optional<String> phrase(Phrasing phrasing, String question, String fixed) {
    try {
      String words = phrasing.phrase(question, fixed).strip();
      Optional<String> objection = PhrasingCheck.objection(words, fixed);
      objection.ifPresent(
          why -> log.info("fixed sentences answer, not the model's words: {}", why));
      return objection.isEmpty() ? Optional.of(words) : Optional.empty();
    } catch (RuntimeException e) {
      log.warn("the model does not phrase it, fixed sentences do: {}", e.getMessage());
      return Optional.empty();
    }
  }
}

package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.access.Caller;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.gateway.Needs;
import dev.nightshift.memory.RecentExchanges.Standing;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was asked, found by meaning and words or leafed through, and all about one question. */
@Controller
@Needs(AccessScope.OPERATE)
final class QuestionPages {
  private static final int PAGE = 50;
  private static final int FOUND = 200;
  private static final int ALIKE = 6;
  private static final int LAST_PAGE = 2000;

  private final ConsoleParts parts;

  QuestionPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /** A question like another one. */
  record Alike(QuestionView question, String similarity) {}

  /** Words of the outcome's filter, in their order. */
  private static final List<String> OUTCOMES =
      Arrays.stream(Standing.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

  @GetMapping("/console/questions")
  String questions(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "any") String outcome,
      @RequestParam(defaultValue = "1") int page,
      Model model) {
    Standing standing = standing(outcome);
    int number = Math.clamp(page, 1, LAST_PAGE);
    List<Remembered> found = q.isBlank() ? newest(standing, number) : similar(q.strip(), standing);
    boolean more = q.isBlank() && found.size() > PAGE;
    model.addAttribute(
        "questions",
        found.stream().limit(PAGE).map(one -> QuestionView.of(one, parts.shown())).toList());
    model.addAttribute("q", q);
    model.addAttribute("outcome", outcome);
    model.addAttribute("outcomes", OUTCOMES);
    model.addAttribute("page", number);
    model.addAttribute("more", more);
    model.addAttribute("counts", parts.memory().counts());
    return "questions";
  }

  private static Standing standing(String outcome) {
    if (!OUTCOMES.contains(outcome)) {
      throw new ConsoleException(
          ConsoleException.Code.REQUEST,
          "There is no outcome " + outcome + "; there are " + String.join(", ", OUTCOMES) + ".");
    }
    return Standing.valueOf(outcome.toUpperCase(Locale.ROOT));
  }

  /** One more than a page has tells that there is another page. */
  private List<Remembered> newest(Standing standing, int page) {
    Window all = new Window(Instant.EPOCH, Instant.MAX);
    return parts.memory().newest(standing, all, (page - 1) * PAGE, PAGE + 1);
  }

  private List<Remembered> similar(String words, Standing standing) {
    return parts.memory().similar(words, FOUND).stream()
        .map(match -> match.remembered())
        .filter(one -> has(one, standing))
        .toList();
  }

  private static boolean has(Remembered one, Standing standing) {
    return switch (standing) {
      case ANY -> true;
      case SUCCESS -> one.outcome().success();
      case FAILURE -> !one.outcome().success();
      case CORRECTED -> one.correction().isPresent();
    };
  }

  @GetMapping("/console/questions/{id}")
  String question(
      @PathVariable String id, @RequestParam(defaultValue = "") String done, Model model) {
    Remembered found = find(id);
    model.addAttribute("question", QuestionView.of(found, parts.shown()));
    model.addAttribute(
        "rows", new RowsOf(parts.rows(), parts.adapters(), parts.shown()).exchange(id));
    model.addAttribute(
        "alike",
        parts.memory().similar(found.exchange().question(), ALIKE).stream()
            .filter(match -> !match.remembered().exchange().id().equals(id))
            .map(
                match ->
                    new Alike(
                        QuestionView.of(match.remembered(), parts.shown()),
                        Shown.share(match.similarity())))
            .toList());
    model.addAttribute("done", done.equals("said"));
    return "question";
  }

  private Remembered find(String id) {
    return parts
        .memory()
        .find(id)
        .orElseThrow(
            () ->
                new ConsoleException(
                    ConsoleException.Code.UNKNOWN, "There is no exchange " + id + "."));
  }

  @PostMapping("/console/questions/{id}/feedback")
  String feedback(
      @PathVariable String id,
      @RequestParam String kind,
      @RequestParam(required = false) @Nullable String text,
      Caller caller) {
    find(id);
    Feedback.Kind said =
        switch (kind) {
          case "up" -> Feedback.Kind.UP;
          case "down" -> Feedback.Kind.DOWN;
          case "correction" -> Feedback.Kind.CORRECTION;
          case "comment" -> Feedback.Kind.COMMENT;
          default ->
              throw new ConsoleException(
                  ConsoleException.Code.REQUEST, "There is no kind of feedback " + kind + ".");
        };
    boolean speaks = said == Feedback.Kind.CORRECTION || said == Feedback.Kind.COMMENT;
    if (speaks && (text == null || text.isBlank())) {
      throw new ConsoleException(
          ConsoleException.Code.REQUEST,
          said == Feedback.Kind.CORRECTION
              ? "The correction is empty: say what the right answer is."
              : "The remark is empty.");
    }
    parts.feedback().giveOnce(id, said, speaks ? text : null, caller.author(null), feedback -> {});
    return "redirect:/console/questions/" + id + "?done=said";
  }
}

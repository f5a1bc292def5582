package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.gateway.Needs;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What waits for a person: questions that the council left open, corrections in quarantine. */
@Controller
@Needs(AccessScope.OPERATE)
final class ReviewPages {
  private static final int MOST = 200;

  private final ConsoleParts parts;

  ReviewPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /**
   * A question that the council did not agree on.
   *
   * @param exchange where it came from, empty when that is not known
   */
  record Open(String question, String reason, String exchange, String at, List<String> proposals) {}

  /** Something in quarantine. */
  record Held(
      String exchange,
      String author,
      String question,
      String correction,
      String reason,
      String at) {}

  @GetMapping("/console/review")
  String review(Model model) {
    List<SideEntry> open = SideList.abstained(parts.trainingData()).entries().reversed();
    List<ReviewList.Waiting> held = parts.review().waiting();
    model.addAttribute("open", open.stream().limit(MOST).map(this::open).toList());
    model.addAttribute("openCount", open.size());
    model.addAttribute("held", held.stream().limit(MOST).map(this::held).toList());
    model.addAttribute("heldCount", held.size());
    return "review";
  }

  private Open open(SideEntry entry) {
    return new Open(
        entry.question(),
        entry.reason(),
        entry.exchangeIds().isEmpty() ? "" : entry.exchangeIds().getFirst(),
        parts.shown().time(entry.at()),
        entry.proposals());
  }

  private Held held(ReviewList.Waiting one) {
    return new Held(
        one.exchange(),
        one.author(),
        one.question(),
        one.correction(),
        one.reason(),
        parts.shown().time(one.at()));
  }
}

package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.gateway.Needs;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One question to the base, what is active, and any adapter, side by side; none is remembered. */
@Controller
@Needs(AccessScope.OPERATE)
final class PlaygroundPages {
  private static final int MOST = 4;
  private static final int LONGEST = 8000;
  private static final int TOKENS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ACTIVE = "active";
  private static final int SHADES = 5;

  private final ConsoleParts parts;

  PlaygroundPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /** Something that can be asked. */
  record Candidate(String name, String label, boolean chosen) {}

  /** A token of an answer, and how sure the model was of it: from 0, not at all, to 4. */
  record Token(String text, String probability, int shade) {}

  /**
   * An answer, or why there is none.
   *
   * @param problem empty when there is an answer
   */
  record Side(
      String label,
      String by,
      String routing,
      String confidence,
      String latency,
      String text,
      List<Token> tokens,
      String problem) {}

  @GetMapping("/console/playground")
  String playground(Model model) {
    return page(model, "", List.of(AdapterVersion.BASE, ACTIVE), List.of());
  }

  @PostMapping("/console/playground")
  String ask(
      @RequestParam String question,
      @RequestParam(defaultValue = "") List<String> of,
      Model model) {
    String asked = question.strip();
    if (asked.isEmpty() || asked.length() > LONGEST) {
      throw new ConsoleException(
          ConsoleException.Code.REQUEST, "A question has 1 to " + LONGEST + " characters.");
    }
    if (of.isEmpty() || of.size() > MOST) {
      throw new ConsoleException(
          ConsoleException.Code.REQUEST, "Choose one to " + MOST + " that shall answer.");
    }
    List<Side> sides = of.stream().map(name -> side(asked, name)).toList();
    return page(model, asked, of, sides);
  }

  private String page(Model model, String question, List<String> chosen, List<Side> sides) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(candidate(AdapterVersion.BASE, "base", chosen));
    String active = AdapterView.shortName(parts.adapters().current().name());
    candidates.add(candidate(ACTIVE, "active (" + active + ", in its scope)", chosen));
    for (AdapterVersion version : parts.adapters().versions().reversed()) {
      String label = AdapterView.shortName(version.name()) + ", always on";
      candidates.add(candidate(version.name(), label, chosen));
    }
    model.addAttribute("question", question);
    model.addAttribute("candidates", candidates);
    model.addAttribute("sides", sides);
    return "playground";
  }

  private static Candidate candidate(String name, String label, List<String> chosen) {
    return new Candidate(name, label, chosen.contains(name));
  }

  private Side side(String question, String name) {
    String label = name.equals(ACTIVE) ? ACTIVE : AdapterView.shortName(name);
    GenerationOptions options = new GenerationOptions(TOKENS, 0, 1, 0, List.of(), PATIENCE);
    try {
      Question asked = new Question(List.of(Turn.user(question)), options, choice(name));
      Answer answer = parts.model().answer(asked);
      return new Side(
          label,
          AdapterView.shortName(answer.adapter()),
          answer.routing(),
          Shown.share(answer.confidence()),
          Shown.span(answer.latency()),
          answer.text(),
          answer.tokens().stream().map(PlaygroundPages::token).toList(),
          "");
    } catch (ServingException e) {
      return new Side(label, "", "", "", "", "", List.of(), String.valueOf(e.getMessage()));
    }
  }

  private AdapterChoice choice(String name) {
    return switch (name) {
      case AdapterVersion.BASE -> new AdapterChoice.Base();
      case ACTIVE -> new AdapterChoice.Active();
      default ->
          parts
              .adapters()
              .find(name)
              .map(one -> new ServableAdapter(one.name(), one.directory()))
              .map(one -> new AdapterChoice.Exactly(one, false))
              .orElseThrow(
                  () ->
                      new ConsoleException(
                          ConsoleException.Code.UNKNOWN, "There is no adapter " + name + "."));
    };
  }

  private static Token token(WrittenToken token) {
    double probability = Math.exp(token.logProbability());
    return new Token(
        token.text().text(),
        Shown.share(probability),
        Math.clamp((int) (probability * SHADES), 0, SHADES - 1));
  }
}

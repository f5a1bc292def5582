package dev.nightshift.cli;

import dev.nightshift.assembly.ForgottenReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An erasure in words: what went, what it means for adapters, and what is still somewhere. */
final class ForgottenText {
  private ForgottenText() {}

  static List<String> lines(ForgottenReply r) {
    List<String> lines = new ArrayList<>();
    switch (r.state()) {
      case "NOTHING_TO_DO" -> {
        lines.add("nothing of that is remembered");
        r.removedModels().forEach(name -> lines.add("deleted " + name + " on the Ollama server"));
        r.beyondReach().forEach(sentence -> lines.add("out of reach: " + sentence));
      }
      case "PLANNED" -> {
        lines.add("would forget " + counts(r));
        told(r, lines);
        lines.add("nothing has been removed; add --yes to do it: it cannot be undone");
      }
      default -> {
        lines.add("forgot " + counts(r));
        r.files().forEach(file -> lines.add("  taken out of " + file));
        r.removedAdapters().forEach(name -> lines.add("removed " + name + ", trained on it"));
        r.removedModels().forEach(name -> lines.add("deleted " + name + " on the Ollama server"));
        r.taintedAdapters()
            .forEach(
                name ->
                    lines.add(name + " was trained on it; the next night trains another without"));
        told(r, lines);
        lines.add("out of reach:");
        r.beyondReach().forEach(sentence -> lines.add("  " + sentence));
        lines.add(String.format(Locale.ROOT, "took %.1f s", r.totalMs() / 1000.0));
      }
    }
    return lines;
  }

  private static String counts(ForgottenReply r) {
    String counts =
        "%d exchanges, %d feedback, %d training rows, %d listed questions, %d sealed questions"
            .formatted(r.exchanges(), r.feedback(), r.rows(), r.listed(), r.sealed());
    return r.runs() == 0 ? counts : counts + ", %d runs of the code loop".formatted(r.runs());
  }

  private static void told(ForgottenReply r, List<String> lines) {
    if (!r.told().isEmpty()) {
      lines.add("answers to others that were told a correction of these:");
      r.told().forEach(id -> lines.add("  " + id));
    }
  }
}

package dev.nightshift.cli;

import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.OperationsProtocol;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The demo: ask, correct, let a night pass, ask again, and break something. Everything goes through
 * {@link Operations}, as a person's commands would. Rewordings are scored without being remembered,
 * so that nothing of them can be harvested.
 */
final class DemoRun {
  private static final int MAX_TOKENS = 32;

  private final Operations operations;
  private final DemoData data;
  private final Path home;
  private final Progress progress;
  private final InstantSource clock;

  DemoRun(Operations operations, DemoData data, Path home, Progress progress, InstantSource clock) {
    this.operations = operations;
    this.data = data;
    this.home = home;
    this.progress = progress;
    this.clock = clock;
  }

  DemoReport run() {
    Instant began = clock.instant();
    List<DemoData.Item> known = known();
    int paraphrasesBefore = eval("paraphrases before", data.paraphrases(), "base", false).correct();
    int neighboursBefore = eval("neighbours before", data.neighbours(), "base", false).correct();
    int learnedBefore = askAndCorrect();
    confirm(known);

    Instant dusk = clock.instant();
    Reply.Night night = operations.nightly(new Request.Nightly(), progress);
    long nightMs = since(dusk);

    int learned = eval("questions after", data.questions(), "current", false).correct();
    int paraphrases = eval("paraphrases after", data.paraphrases(), "current", false).correct();
    int kept = eval("general after", known, "current", false).correct();
    int alwaysOn = eval("general, always on", known, "current", true).correct();
    int neighbours = eval("neighbours after", data.neighbours(), "current", false).correct();
    Reply.RolledOut drill = operations.drill(new Request.Drill(), progress);

    int near = data.neighbours().size();
    DemoReport.Score keptScore = new DemoReport.Score(known.size(), kept, known.size());
    DemoReport.Score learnedScore =
        new DemoReport.Score(learnedBefore, learned, data.facts().size());
    DemoReport.Score paraphraseScore =
        new DemoReport.Score(paraphrasesBefore, paraphrases, data.paraphrases().size());
    List<String> shortcomings =
        DemoReport.shortcomings(
            learnedScore, paraphraseScore, keptScore, night.state(), drill.state());
    return new DemoReport(
        shortcomings.isEmpty() ? "LEARNED" : "FAILED",
        drill.adapter(),
        shortcomings.isEmpty() ? null : String.join("; ", shortcomings),
        learnedScore,
        paraphraseScore,
        keptScore,
        new DemoReport.Score(known.size(), alwaysOn, known.size()),
        new DemoReport.Score(near - neighboursBefore, near - neighbours, near),
        night.state(),
        drill.state(),
        adapterBytes(),
        nightMs,
        drill.detectionMs(),
        drill.recoveryMs(),
        since(began),
        home.toString());
  }

  /** The general questions that the base answers right. */
  private List<DemoData.Item> known() {
    Reply.Evaluated scored = eval("general before", data.general(), "base", false);
    List<DemoData.Item> known = new ArrayList<>();
    for (int i = 0; i < data.general().size(); i++) {
      if (scored.results().get(i).correct()) {
        known.add(data.general().get(i));
      }
    }
    return known;
  }

  /** Asks each fact's question and corrects the answer; returns how many were right already. */
  private int askAndCorrect() {
    int right = eval("questions before", data.questions(), "base", false).correct();
    for (int i = 0; i < data.facts().size(); i++) {
      DemoData.Fact fact = data.facts().get(i);
      Reply.Asked asked = ask(fact.question());
      operations.feedback(
          new Request.Feedback(asked.id(), Feedback.Kind.CORRECTION, fact.answer(), "demo"));
      moved("corrections", i + 1, data.facts().size());
    }
    return right;
  }

  /** Asks what the base knows and says that it was right. */
  private void confirm(List<DemoData.Item> known) {
    for (int i = 0; i < known.size(); i++) {
      Reply.Asked asked = ask(known.get(i).question());
      operations.feedback(new Request.Feedback(asked.id(), Feedback.Kind.UP, null, "demo"));
      moved("confirmations", i + 1, known.size());
    }
  }

  private Reply.Asked ask(String question) {
    return operations.ask(new Request.Ask(question, MAX_TOKENS, "demo"));
  }

  private void moved(String stage, int done, int total) {
    progress.update(stage, done + " of " + total, (double) done / total);
  }

  private Reply.Evaluated eval(
      String stage, List<DemoData.Item> items, String adapter, boolean alwaysOn) {
    String lines =
        items.stream()
            .map(item -> OperationsProtocol.json().writeValueAsString(item) + "\n")
            .collect(Collectors.joining());
    try {
      Path file =
          Files.writeString(home.resolve(stage.replaceAll("[^a-z]+", "-") + ".jsonl"), lines);
      return operations.eval(
          new Request.Eval(file.toString(), adapter, alwaysOn),
          (of, message, share) -> progress.update(stage, message, share));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the questions to " + home, e);
    }
  }

  private long adapterBytes() {
    try {
      Path adapter = home.resolve("loras").resolve("latest").resolve("adapter.gguf");
      return Files.exists(adapter) ? Files.size(adapter) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private long since(Instant began) {
    return Duration.between(began, clock.instant()).toMillis();
  }
}

package dev.nightshift.console;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.asking.FeedbackService;
import dev.nightshift.coderuns.CodeRuns;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.governance.Governance;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.nightly.NightHistory;
import dev.nightshift.prompts.PromptHistory;
import dev.nightshift.rollout.RolloutHistory;
import dev.nightshift.serving.LanguageModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the pages show, and what their forms write to.
 *
 * @param model answers in the playground
 * @param feedback takes what is said on the pages
 * @param trainingData folder of the rows and of the lists beside them
 * @param instructions what the code loop's writer is told, and was
 * @param settings as they are in force
 * @param schedule when the next night begins, in words
 * @param nodes that share the database; none where nobody can
 * @param zone whose clock the pages show
 */
public record ConsoleParts(
    ErasableMemory memory,
    LanguageModel model,
    FeedbackService feedback,
    NightHistory nights,
    LiveNight live,
    AdapterStore adapters,
    RolloutHistory rollouts,
    TrainingRows rows,
    Path trainingData,
    ReviewList review,
    Governance governance,
    CodeRuns code,
    Supplier<PromptHistory> instructions,
    Supplier<List<SettingShown>> settings,
    Supplier<String> schedule,
    Supplier<List<NodeShown>> nodes,
    InstantSource clock,
    ZoneId zone) {
  Shown shown() {
    return new Shown(zone);
  }
}

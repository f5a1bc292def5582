package dev.nightshift.assembly;

import dev.nightshift.governance.FailedQuestion;
import dev.nightshift.governance.FailedQuestions;
import dev.nightshift.governance.Governance;
import dev.nightshift.governance.GovernanceSources;
import dev.nightshift.governance.NightFacts;
import dev.nightshift.governance.Span;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.MemoryStatus;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.NightSummary;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.rollout.RolloutHistory;
import dev.nightshift.tuning.TuningSettings;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells governance what others know. */
final class GovernanceAssembly {
  private static final Logger log = LoggerFactory.getLogger(GovernanceAssembly.class);
  private static final int MOST_NIGHTS = 500;

  private GovernanceAssembly() {}

  static Governance open(Pipeline pipeline) {
    GovernancePrompts prompts = new GovernancePrompts(pipeline.code, pipeline.settings().prompts());
    return new Governance(
        pipeline.settings().governance(),
        new GovernanceSources(
            pipeline.home().code(),
            new MemoryFailures(pipeline),
            pipeline::embedder,
            new PastNights(pipeline),
            prompts,
            prompts,
            GovernancePhrasing.of(pipeline),
            pipeline.clock()));
  }

  /** Whether there is bookkeeping to be read; a look at it makes none. */
  private static boolean usesDatabase(Pipeline pipeline) {
    return !pipeline.settings().state().url().isBlank()
        || Files.exists(pipeline.home().state().resolve("nightshift.mv.db"));
  }

  /** The failures that are remembered, that nobody has corrected and to which nothing objects. */
  private record MemoryFailures(Pipeline pipeline) implements FailedQuestions {
    @Override
    public List<FailedQuestion> in(Span span) {
      if (!canOpen()) {
        return List.of();
      }
      try {
        Screen screen = pipeline.quarantine().screen();
        return pipeline.memory().failures(new Window(span.from(), span.until())).stream()
            .filter(one -> screen.objection(one).isEmpty())
            .filter(one -> one.feedback().stream().noneMatch(said -> said.correction() != null))
            .map(Remembered::exchange)
            .map(one -> new FailedQuestion(one.id(), one.question(), one.at()))
            .toList();
      } catch (MemoryException e) {
        log.warn("failed questions are left out of the report: {}", e.getMessage());
        return List.of();
      }
    }

    @Override
    public Map<String, String> words(Set<String> exchanges) {
      Map<String, String> words = new HashMap<>();
      if (canOpen()) {
        Screen screen = pipeline.quarantine().screen();
        for (String id : exchanges) {
          pipeline
              .memory()
              .find(id)
              .filter(one -> screen.objection(one).isEmpty())
              .ifPresent(one -> words.put(id, one.exchange().question()));
        }
      }
      return words;
    }

    private boolean canOpen() {
      if (pipeline.memoryOpen()) {
        return true;
      }
      MemoryStatus memory = MemoryStatus.of(pipeline.home().memory());
      return memory.health() == MemoryStatus.Health.HEALTHY && memory.holder().isEmpty();
    }
  }

  /** What the bookkeeping knows of nights. */
  private record PastNights(Pipeline pipeline) implements NightFacts {
    @Override
    public List<Night> nights(Span span) {
      if (!usesDatabase(pipeline)) {
        return List.of();
      }
      return pipeline.nights().recent(MOST_NIGHTS).reversed().stream()
          .filter(night -> !night.startedAt().isBefore(span.from()))
          .filter(night -> night.startedAt().isBefore(span.until()))
          .map(this::night)
          .toList();
    }

    private Night night(NightSummary summary) {
      NightResult result = summary.result();
      Map<String, Double> harvest = pipeline.nights().numbers(result.night(), "harvest");
      return new Night(
          result.night(),
          summary.startedAt(),
          result.state().name(),
          result.adapter(),
          result.reason(),
          number(harvest, "failures"),
          number(harvest, "kept"),
          number(harvest, "dropped"),
          number(harvest, "abstained"),
          number(harvest, "quarantined"),
          number(harvest, "malformed_replies") + number(harvest, "missing_replies"));
    }

    private static int number(Map<String, Double> numbers, String name) {
      return (int) Math.round(numbers.getOrDefault(name, 0.0));
    }

    @Override
    public List<TakenBack> takenBack(Span span) {
      if (!usesDatabase(pipeline)) {
        return List.of();
      }
      return new RolloutHistory(pipeline.database())
          .takenBack(span.from()).stream()
              .filter(one -> one.time().isBefore(span.until()))
              .map(one -> new TakenBack(one.adapter(), one.time(), one.cause(), one.reason()))
              .toList();
    }

    @Override
    public Map<String, String> settings() {
      TuningSettings tuning = pipeline.settings().tuning();
      return Map.of(
          "nightshift.tuning.replay-share",
          String.valueOf(tuning.replayShare()),
          "nightshift.tuning.rewordings",
          String.valueOf(tuning.rewordings()),
          "nightshift.tuning.contrasts",
          String.valueOf(tuning.contrasts()),
          "nightshift.tuning.min-failures",
          String.valueOf(tuning.minFailures()),
          "nightshift.rollout.monitor-duration",
          pipeline.settings().rollout().monitorDuration().toSeconds() + "s");
    }
  }
}

package dev.nightshift.assembly;

import dev.nightshift.codeloop.CodeTask;
import dev.nightshift.coderuns.Viewer;
import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.RunLog;
import dev.nightshift.prompts.PromptSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has better instructions searched for when a report waits for that and a scheduled night is over:
 * in a server in the background, in a command that is run for the night at its end.
 */
final class SearchAfterNight {
  private static final Logger log = LoggerFactory.getLogger(SearchAfterNight.class);

  /** A user who got an answer so lately may ask again. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  /** For the attempt that is being made when the program ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Viewer ALL = new Viewer("", true);

  private final Pipeline pipeline;
  private @Nullable Thread going;

  SearchAfterNight(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** A night is over. */
  synchronized void after(NightResult night) {
    boolean wanted =
        pipeline.settings().prompts().search() == PromptSettings.Search.AFTER_NIGHT
            && night.scheduled()
            && night.state() != NightResult.State.FAILED
            && (going == null || !going.isAlive())
            && pipeline.code.governance().searchWaits();
    if (!wanted) {
      return;
    }
    QuietTimes quiet =
        new QuietTimes(this::busy, pipeline.settings().prompts().searchTime(), pipeline.clock());
    if (pipeline.serverUrl() == null) {
      search(quiet, night);
    } else {
      going =
          Thread.ofVirtual()
              .name("search for better instructions")
              .start(() -> search(quiet, night));
    }
  }

  private void search(QuietTimes quiet, NightResult night) {
    try (RunLog _ =
        RunLog.open(pipeline.home().logs(), "instructions", pipeline.clock().instant())) {
      InstructionTrials trials = new InstructionTrials(pipeline, quiet::await, this::tell);
      List<CodeTask> tasks =
          PromptsOperation.tasks(
              pipeline.settings().prompts().tasks(), pipeline.settings().sandbox().limits());
      quiet.await();
      pipeline.model();
      pipeline.code.judge();
      // After the models and the sandbox, so that it is ended before they are closed.
      Thread self = Thread.currentThread();
      pipeline.closeWithPipeline("the search for better instructions", () -> end(quiet, self));
      tell(trials.improve("night " + night.night(), tasks).message());
    } catch (RuntimeException e) {
      log.warn(
          "better instructions were not searched for, the next scheduled night tries again: {}",
          e.getMessage());
    }
  }

  private void tell(String line) {
    pipeline.nightProgress().update("instructions", line, -1);
  }

  private static void end(QuietTimes quiet, Thread search) throws InterruptedException {
    quiet.stop();
    if (search != Thread.currentThread() && search.isVirtual()) {
      search.join(PATIENCE);
    }
  }

  /** Who needs the machine more. */
  private Optional<String> busy() {
    Instant lately = pipeline.clock().instant().minus(LATELY);
    if (pipeline.nightly().goesOn()) {
      return Optional.of("a night went on");
    }
    if (pipeline.gpu.taken().isLocked()) {
      return Optional.of("a training had the GPU");
    }
    if (!pipeline.traffic().since(lately).isEmpty()) {
      return Optional.of("users were asking");
    }
    boolean code =
        pipeline.code.runs().requests().busy()
            || pipeline.code.runs().list(ALL).stream().anyMatch(run -> !run.state().over());
    return code ? Optional.of("programs were being written for users") : Optional.empty();
  }
}

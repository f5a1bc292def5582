package dev.nightshift.rollout;

import dev.nightshift.exchange.Answer;
import dev.nightshift.rollout.ProbeReply.Ending;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.GenerationOptions;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.serving.Turn;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Asks the live endpoint, one question at a time, greedily. */
final class Prober {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BUSY_RETRIES = 30;
  private static final Duration BUSY_PAUSE = Duration.ofMillis(100);

  private final LanguageModel model;
  private final RolloutSettings settings;
  private final Clock clock;

  Prober(LanguageModel model, RolloutSettings settings, Clock clock) {
    this.model = model;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Asks during the watch. It is given up soon: two probes that time out have to fit into the five
   * seconds in which a dead adapter must be noticed.
   */
  ProbeReply ask(Probe probe) {
    Duration patience = settings.latencyThreshold().plusSeconds(1);
    return ask(probe, new AdapterChoice.Active(), patience);
  }

  /** Asks before the swap, with the patience to measure what is slow. */
  ProbeReply askPatiently(Probe probe, AdapterChoice choice) {
    return ask(probe, choice, PATIENCE);
  }

  /**
   * Asks before the swap and returns the whole answer; a full queue is waited out.
   *
   * @throws ServingException as {@link LanguageModel#answer}
   */
  Answer answer(String question, AdapterChoice choice) {
    return answer(question, choice, PATIENCE);
  }

  /**
   * Asks what is active to prove itself: with less patience, as a dead adapter must be noticed
   * within five seconds, and more than in the watch, as there is no second try.
   *
   * @throws ServingException as {@link LanguageModel#answer}
   */
  Answer proof(String question) {
    return answer(
        question, new AdapterChoice.Unchecked(null), settings.latencyThreshold().multipliedBy(4));
  }

  private Answer answer(String question, AdapterChoice choice, Duration patience) {
    for (int attempt = 1; ; attempt++) {
      try {
        return model.answer(question(question, choice, patience));
      } catch (ServingException e) {
        if (e.code() != ServingException.Code.BUSY || attempt > BUSY_RETRIES) {
          throw e;
        }
        pause(BUSY_PAUSE);
      }
    }
  }

  /**
   * Waits; for no time, not even for a turn of the processor. An interrupt ends the rollout as a
   * cancellation.
   */
  static void pause(Duration duration) {
    try {
      if (duration.isPositive()) {
        Thread.sleep(duration);
      } else if (Thread.interrupted()) {
        throw new InterruptedException("there was no time to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServingException(ServingException.Code.CANCELLED, "the rollout was interrupted", e);
    }
  }

  private ProbeReply ask(Probe probe, AdapterChoice choice, Duration patience) {
    long start = clock.millis();
    try {
      return reply(probe, model.answer(question(probe.item().question(), choice, patience)));
    } catch (ServingException e) {
      Ending ending =
          switch (e.code()) {
            case BUSY -> Ending.BUSY;
            case ADAPTER -> Ending.UNUSABLE;
            case TIMEOUT, UNAVAILABLE, REQUEST -> Ending.FAILED;
            case CANCELLED -> throw e;
          };
      Duration waited = Duration.ofMillis(clock.millis() - start);
      return new ProbeReply(probe, ending, String.valueOf(e.getMessage()), 0, "", 0, false, waited);
    }
  }

  /** What an answer to a probe's question says of the one who gave it. */
  ProbeReply reply(Probe probe, Answer answer) {
    return new ProbeReply(
        probe,
        Ending.ANSWERED,
        answer.text(),
        answer.confidence(),
        answer.adapter(),
        answer.answerTokens(),
        answer.answerTokens() >= settings.maxTokens(),
        answer.latency());
  }

  private Question question(String text, AdapterChoice choice, Duration patience) {
    GenerationOptions options =
        new GenerationOptions(settings.maxTokens(), 0, 1, 0, List.of(), patience);
    return new Question(List.of(Turn.user(text)), options, choice);
  }
}

package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.asking.AskReply;
import dev.nightshift.exchange.Answer;
import dev.nightshift.rollout.LiveTraffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveRequestsTests {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

  private final LiveRequests traffic = new LiveRequests(InstantSource.fixed(NOW));

  private static AskReply reply(String adapter, boolean informed) {
    Duration latency = Duration.ofMillis(7);
    Answer answer =
        new Answer("Yes.", 0.9, "tiny", adapter, "r", latency, 2, 1, List.of(), informed);
    return new AskReply("e1", answer, true, List.of());
  }

  @Test
  void answers_and_failures_are_seen_and_what_no_adapter_is_to_blame_for_is_not() {
    traffic.answered(reply("a1", false));
    traffic.failed("tiny", "a2", "timeout");
    traffic.failed("tiny", "a3", "busy");
    traffic.failed("tiny", "a4", "verifier");

    assertThat(traffic.since(NOW))
        .extracting(LiveTraffic.Observation::adapter)
        .containsExactly("a1", "a2");
  }

  @Test
  void an_answer_to_a_prompt_with_corrections_is_seen_as_one() {
    traffic.answered(reply("a1", true));

    assertThat(traffic.since(NOW))
        .extracting(LiveTraffic.Observation::ending)
        .containsExactly(LiveTraffic.Ending.INFORMED);
  }
}

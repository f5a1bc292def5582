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
  void answers_to_prompts_with_corrections_do_not_speak_for_an_adapter() {
    traffic.answered(reply("a1", true));
    traffic.answered(reply("a2", false));
    traffic.failed("tiny", "a3", "timeout");
    traffic.failed("tiny", "a4", "busy");

    assertThat(traffic.since(NOW))
        .extracting(LiveTraffic.Observation::adapter)
        .containsExactly("a2", "a3");
  }
}

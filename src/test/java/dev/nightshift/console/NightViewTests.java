package dev.nightshift.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.nightly.NightResult;
import dev.nightshift.nightly.NightStep;
import dev.nightshift.nightly.NightSummary;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NightViewTests {
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final Shown UTC = new Shown(ZoneOffset.UTC);

  @Test
  void each_step_has_its_place_in_the_night_and_says_what_it_came_to() {
    NightView night =
        view(
            NightResult.State.REJECTED,
            TWO.plusSeconds(100),
            step(
                "harvest",
                0,
                20L,
                "{\"failures\":7,\"kept\":3,\"numbers\":{\"abstained\":2.0,\"corrections\":3.0}}"),
            step("gate", 20, 100L, "{\"state\":\"REJECTED\",\"reason\":\"it forgot 4 of 48\"}"));

    assertThat(night.verdict()).isEqualTo("rejected");
    assertThat(night.tone()).isEqualTo("bad");
    assertThat(night.took()).isEqualTo("1 min 40 s");
    NightView.Step harvest = night.steps().getFirst();
    assertThat(harvest.outcome())
        .isEqualTo("7 failures, 3 training rows, 3 corrections of people, 2 left to a person");
    assertThat(harvest.x()).isZero();
    assertThat(harvest.width()).isEqualTo(NightView.WIDTH * 0.2);
    NightView.Step gate = night.steps().getLast();
    assertThat(gate.outcome()).isEqualTo("rejected: it forgot 4 of 48");
    assertThat(gate.tone()).isEqualTo("bad");
    assertThat(gate.x() + gate.width()).isEqualTo(NightView.WIDTH);
  }

  @Test
  void a_step_that_has_not_ended_goes_on_while_the_night_does() {
    NightStep training = step("train", 10, null, "");

    assertThat(view(NightResult.State.RUNNING, null, training).steps().getFirst().outcome())
        .isEqualTo("goes on");
    assertThat(
            view(NightResult.State.FAILED, TWO.plusSeconds(50), training)
                .steps()
                .getFirst()
                .outcome())
        .isEqualTo("was not finished");
  }

  @Test
  void a_result_that_cannot_be_read_is_not_shown_as_one() {
    NightView night =
        view(NightResult.State.ACTIVE, TWO.plusSeconds(9), step("deploy", 0, 9L, "not JSON"));

    assertThat(night.steps().getFirst().outcome()).isEqualTo("done");
    assertThat(night.steps().getFirst().tone()).isEqualTo("plain");
  }

  private static NightView view(
      NightResult.State state, @Nullable Instant end, NightStep... steps) {
    NightResult result = new NightResult("2026-11-22", state, "base", "why", Map.of());
    return NightView.of(
        new NightSummary(result, TWO, end), List.of(steps), TWO.plusSeconds(60), UTC);
  }

  private static NightStep step(String name, long from, @Nullable Long until, String result) {
    return new NightStep(
        name, TWO.plusSeconds(from), until == null ? null : TWO.plusSeconds(until), result);
  }
}

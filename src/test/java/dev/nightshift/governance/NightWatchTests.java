package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightWatchTests {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
  private static final Span ALL = new Span(Instant.EPOCH, MIDNIGHT.plusSeconds(1));

  private static final FailureAnalysis NO_FAILURES =
      new FailureAnalysis(Instant.EPOCH, MIDNIGHT, 0, 0, 0, 0, 0, List.of(), List.of(), List.of());

  @TempDir Path folder;
  private final List<NightFacts.Night> nights = new ArrayList<>();
  private final List<NightFacts.TakenBack> takenBack = new ArrayList<>();
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "nightshift.tuning.replay-share", "0.25",
              "nightshift.tuning.rewordings", "12",
              "nightshift.tuning.contrasts", "3",
              "nightshift.tuning.min-failures", "5",
              "nightshift.rollout.monitor-duration", "60s"));

  private NightFindings look() {
    NightFacts facts =
        new NightFacts() {
          @Override
          public List<Night> nights(Span span) {
            return nights;
          }

          @Override
          public List<TakenBack> takenBack(Span span) {
            return takenBack;
          }

          @Override
          public Map<String, String> settings() {
            return settings;
          }
        };
    return new NightWatch(facts, new BenchResults(folder)).look(ALL);
  }

  private void night(String state, String reason) {
    nights.add(
        new NightFacts.Night(
            "2026-11-22." + nights.size(), MIDNIGHT, state, "adapter_1", reason, 9, 4, 1, 3, 0, 0));
  }

  private void bench(String setting, String current, String proposed, int won, int lost)
      throws IOException {
    Path file = folder.resolve(BenchResults.file(setting, proposed));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"setting": "%s", "current": "%s", "proposed": "%s", "measures":
         [{"name": "rewordings", "total": 40, "before": 20, "after": %d, "won": %d, "lost": %d}]}
        """
            .formatted(setting, current, proposed, 20 + won - lost, won, lost));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REJECTED | it loses 9 of 80 old questions net | old_knowledge_lost | replay-share | 0.50",
        "REJECTED | no improvement on the target questions | nothing_learned | rewordings | 24",
        "REJECTED | only 2 sealed target questions, at least 9 are needed to judge | not_measurable"
            + " ||",
        "REJECTED | the candidate cannot be used: no tensor | unusable ||",
        "REJECTED | the adapter a is not there any more: forgotten | forgotten ||",
        "REJECTED | something new | other ||",
        "FAILED | Only 0.20 GB are free on the disk of /x | disk ||",
        "FAILED | java.lang.OutOfMemoryError: Java heap space | memory ||",
        "FAILED | no luck | error ||",
        "SUCCESS | only 3 of 9 succeeded | probes_failed | replay-share | 0.50",
        "NO_DATA | only 4 probes were answered | no_data | monitor-duration | 120s",
        "LATENCY | p95 is 1200 ms, more than 1000 ms | latency ||",
        "LIVENESS | who answers? | liveness ||",
        "WRONG_VERSION | another | wrong_version ||",
        "ERRORS | 3 probes in a row failed | errors ||",
        "INTERRUPTED | the process ended | interrupted ||",
        "REQUESTED | by hand | requested ||",
        "TAINTED | forgotten | tainted ||",
      })
  void every_cause_has_a_setting_to_try_or_a_reason_why_there_is_none(
      String how, String reason, String cause, String setting, String value) {
    if (how.equals("REJECTED") || how.equals("FAILED")) {
      night(how, reason);
    } else {
      takenBack.add(new NightFacts.TakenBack("adapter_1", MIDNIGHT, how, reason));
    }

    NightFindings found = look();

    assertThat(found.troubles()).extracting(NightFindings.Trouble::cause).containsExactly(cause);
    if (setting == null) {
      assertThat(found.proposals()).isEmpty();
      assertThat(found.unhelped()).singleElement().matches(one -> one.cause().equals(cause));
      assertThat(found.unhelped().getFirst().why()).isNotBlank();
    } else {
      assertThat(found.unhelped()).isEmpty();
      SettingProposal one = found.proposals().getFirst();
      assertThat(one.setting()).endsWith("." + setting);
      assertThat(one.proposed()).isEqualTo(value);
      assertThat(one.bench())
          .startsWith("bench/setting " + one.setting() + " " + one.current() + " " + value);
    }
  }

  @Test
  void what_a_bench_refuted_is_followed_by_the_next_and_then_by_nothing() throws IOException {
    night("REJECTED", "no improvement on the target questions: 1 won, 1 lost");
    bench("nightshift.tuning.rewordings", "12", "24", 1, 1);

    List<SettingProposal> second = look().proposals();
    assertThat(second).extracting(SettingProposal::status).containsExactly("refuted", "proposed");
    assertThat(second.get(1).setting()).isEqualTo("nightshift.tuning.contrasts");
    assertThat(second.get(1).proposed()).isEqualTo("1");

    bench("nightshift.tuning.contrasts", "3", "1", 0, 9);
    NightFindings last = look();
    assertThat(last.proposals())
        .extracting(SettingProposal::status)
        .containsExactly("refuted", "refuted");
    assertThat(last.unhelped()).singleElement().matches(one -> one.why().contains("were tried"));

    bench("nightshift.tuning.contrasts", "3", "1", 9, 0);
    assertThat(look().unhelped()).isEmpty();
    assertThat(look().proposals().get(1).status()).isEqualTo("recommended");
  }

  @Test
  void one_setting_for_two_causes_is_proposed_once_and_names_both() {
    night("REJECTED", "a significant loss of old knowledge: 9 questions lost");
    takenBack.add(new NightFacts.TakenBack("adapter_1", MIDNIGHT, "SUCCESS", "3 of 9"));

    assertThat(look().proposals())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.because())
                    .contains("rejected 2026-11-22.0", "rolled back 2026-11-22T00:00:00Z"));
  }

  @Test
  void a_setting_that_is_at_its_end_is_not_proposed() {
    settings.put("nightshift.tuning.replay-share", "10.0");
    settings.put("nightshift.tuning.contrasts", "16");
    night("REJECTED", "a significant loss of old knowledge: 9 questions lost");

    assertThat(look().proposals()).isEmpty();
    assertThat(look().unhelped()).singleElement().matches(one -> one.why().contains("as far as"));
  }

  @Test
  void nights_that_wait_for_rows_again_and_again_may_do_with_fewer() {
    night("SKIPPED", "2 new training rows; 5 are needed (nightshift.tuning.min-failures)");
    night("SKIPPED", "3 new training rows; 5 are needed (nightshift.tuning.min-failures)");
    assertThat(look().proposals()).isEmpty();
    night("SKIPPED", "3 new training rows; 5 are needed (nightshift.tuning.min-failures)");

    NightFindings found = look();

    assertThat(found.troubles()).isEmpty();
    assertThat(found.skipped()).hasSize(3);
    assertThat(found.proposals())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.bench())
                    .startsWith("bench/setting nightshift.tuning.min-failures 5 3 ")
                    .endsWith(" --facts 3"));
  }

  @Test
  void a_night_that_put_an_adapter_live_ends_the_wait_for_rows() {
    for (int i = 0; i < 3; i++) {
      night("SKIPPED", "3 new training rows; 5 are needed (nightshift.tuning.min-failures)");
    }
    night("ACTIVE", "proven");
    night("SKIPPED", "1 new training rows; 5 are needed (nightshift.tuning.min-failures)");

    assertThat(look().skipped()).hasSize(4);
    assertThat(look().proposals()).isEmpty();
    assertThat(look().unhelped()).isEmpty();
  }

  @Test
  void nobody_is_told_to_look_at_what_somebody_asked_for() {
    for (String cause : List.of("REQUESTED", "TAINTED", "INTERRUPTED")) {
      takenBack.add(new NightFacts.TakenBack("adapter_1", MIDNIGHT, cause, "so"));
    }
    night("REJECTED", "the adapter a is not there any more: forgotten");
    assertThat(items()).isEmpty();

    takenBack.add(new NightFacts.TakenBack("adapter_1", MIDNIGHT, "LIVENESS", "who answers?"));
    assertThat(items())
        .singleElement()
        .matches(item -> item.title().endsWith("came to nothing: liveness, once"));
  }

  private List<ActionItem> items() {
    return ActionItems.of(NO_FAILURES, QuestionFindings.none(), look(), null).stream()
        .filter(item -> item.title().startsWith("look at why"))
        .toList();
  }

  @Test
  void what_harvests_dropped_was_judged_as_well() {
    night("ACTIVE", "proven");

    assertThat(look().judged()).isEqualTo(8);
    assertThat(look().abstentions()).isEqualTo(3);
  }
}

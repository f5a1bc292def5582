package dev.nightshift.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at nights: what was rejected, taken back or left to a person, why, and what may help. */
final class NightWatch {
  private static final String REPLAY = "nightshift.tuning.replay-share";
  private static final String REWORDINGS = "nightshift.tuning.rewordings";

  /** The rollout's cause SUCCESS: too few probes succeeded. */
  private static final String PROBES_FAILED = "probes_failed";

  private final NightFacts facts;
  private final BenchResults benches;

  NightWatch(NightFacts facts, BenchResults benches) {
    this.facts = facts;
    this.benches = benches;
  }

  NightFindings look(Span span) {
    List<NightFacts.Night> nights = facts.nights(span);
    List<NightFindings.Trouble> troubles = new ArrayList<>();
    for (NightFacts.Night night : nights) {
      if (night.state().equals("REJECTED") || night.state().equals("FAILED")) {
        troubles.add(
            new NightFindings.Trouble(
                night.state().toLowerCase(Locale.ROOT),
                night.key(),
                night.adapter(),
                cause(night),
                oneLine(night.reason())));
      }
    }
    facts
        .takenBack(span)
        .forEach(
            one ->
                troubles.add(
                    new NightFindings.Trouble(
                        "rolled_back",
                        one.time().toString(),
                        one.adapter(),
                        one.cause().equals("SUCCESS")
                            ? PROBES_FAILED
                            : one.cause().toLowerCase(Locale.ROOT),
                        oneLine(one.reason()))));
    int abstained = nights.stream().mapToInt(NightFacts.Night::abstained).sum();
    int kept = nights.stream().mapToInt(NightFacts.Night::kept).sum();
    return new NightFindings(
        nights.size(),
        (int) nights.stream().filter(night -> night.state().equals("ACTIVE")).count(),
        troubles,
        abstained,
        abstained + kept,
        nights.stream().mapToInt(NightFacts.Night::unheard).sum(),
        proposals(troubles));
  }

  private static String oneLine(String reason) {
    return reason.replaceAll("\\s+", " ").strip();
  }

  /** What the gate's words say; see {@code evaluation.Gate}. */
  private static String cause(NightFacts.Night night) {
    String reason = night.reason();
    if (night.state().equals("FAILED")) {
      return "error";
    }
    if (reason.contains("loss of old knowledge") || reason.contains("old questions net")) {
      return "old_knowledge_lost";
    }
    if (reason.contains("no improvement")) {
      return "nothing_learned";
    }
    return reason.contains("needed to judge") || reason.contains("not measurable")
        ? "not_measurable"
        : "other";
  }

  private List<SettingProposal> proposals(List<NightFindings.Trouble> troubles) {
    Map<String, List<String>> because = new LinkedHashMap<>();
    for (NightFindings.Trouble trouble : troubles) {
      String where = trouble.what().replace('_', ' ') + " " + trouble.where();
      switch (trouble.cause()) {
        case "old_knowledge_lost", PROBES_FAILED ->
            because.computeIfAbsent(REPLAY, name -> new ArrayList<>()).add(where);
        case "nothing_learned" ->
            because.computeIfAbsent(REWORDINGS, name -> new ArrayList<>()).add(where);
        default -> {
          // No setting is known that would help.
        }
      }
    }
    Map<String, String> settings = facts.settings();
    List<SettingProposal> proposals = new ArrayList<>();
    because.forEach(
        (setting, why) -> {
          if (settings.containsKey(setting)) {
            proposals.add(benches.tried(proposal(setting, settings.get(setting), why)));
          }
        });
    return proposals;
  }

  private static SettingProposal proposal(String setting, String current, List<String> why) {
    String proposed = setting.equals(REPLAY) ? doubled(current) : moreRewordings(current);
    String effect =
        setting.equals(REPLAY)
            ? "more of what is known is trained on beside what is taught"
            : "each question is taught in more wordings";
    String file = "code/" + BenchResults.file(setting, proposed);
    return new SettingProposal(
        setting,
        current,
        proposed,
        String.join(", ", why) + ": " + effect,
        "bench/setting " + setting + " " + current + " " + proposed + " HOME/" + file,
        file,
        false,
        "proposed",
        null);
  }

  private static String doubled(String share) {
    double now = Double.parseDouble(share);
    return String.format(Locale.ROOT, "%.2f", now == 0 ? 0.25 : Math.min(10, 2 * now));
  }

  private static String moreRewordings(String count) {
    int now = Integer.parseInt(count);
    return String.valueOf(now == 0 ? 12 : Math.min(100, 2 * now));
  }
}

package dev.nightshift.governance;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings that may help against what nights came to. For each cause they are proposed one
 * after the other: the next when the bench has refuted the one before. A value that is at its end
 * already is not proposed.
 */
final class NightRemedies {
  private static final String TUNING = "nightshift.tuning.";

  /** Nights without enough rows, in the span that is looked at, from which that is no accident. */
  private static final int OFTEN = 3;

  private static final Remedy MORE_REPLAY =
      new Remedy(
          TUNING + "replay-share",
          NightRemedies::moreReplay,
          "more of what is known is trained on beside what is taught");
  private static final Remedy MORE_CONTRASTS =
      new Remedy(
          TUNING + "contrasts",
          count -> within(Math.max(2 * whole(count), 2), whole(count), 16),
          "the adapter is shown more questions about the same subjects that are not to change");
  private static final Remedy MORE_REWORDINGS =
      new Remedy(
          TUNING + "rewordings",
          count -> within(whole(count) == 0 ? 12 : 2 * whole(count), whole(count), 100),
          "each question is taught in more wordings");
  private static final Remedy FEWER_CONTRASTS =
      new Remedy(
          TUNING + "contrasts",
          count -> whole(count) == 0 ? Optional.empty() : Optional.of("" + whole(count) / 2),
          "fewer questions hold the adapter to what the base says of the same subjects");
  private static final Remedy LONGER_WATCH =
      new Remedy(
          "nightshift.rollout.monitor-duration",
          NightRemedies::doubled,
          "the watch lasts long enough for a machine as slow as this to answer its probes");

  private final Map<String, String> settings;
  private final BenchResults benches;
  private final List<SettingProposal> proposals = new ArrayList<>();
  private final List<NightFindings.Unhelped> unhelped = new ArrayList<>();

  private NightRemedies(Map<String, String> settings, BenchResults benches) {
    this.settings = settings;
    this.benches = benches;
  }

  /**
   * One thing to try.
   *
   * @param setting its full name
   * @param next another value than the present one; empty when there is none to try
   * @param effect what it would do
   */
  private record Remedy(String setting, Function<String, Optional<String>> next, String effect) {}

  /**
   * What may help, and what nothing is known to help against.
   *
   * @param proposals by cause, each with what its bench said
   * @param unhelped causes without any
   */
  record Found(List<SettingProposal> proposals, List<NightFindings.Unhelped> unhelped) {}

  /**
   * Looks for something to try.
   *
   * @param settings the values in force
   * @param troubles what ended badly
   * @param skipped nights without enough to train, since the last that put an adapter live
   */
  static Found find(
      Map<String, String> settings,
      BenchResults benches,
      List<NightFindings.Trouble> troubles,
      List<NightFindings.Trouble> skipped) {
    NightRemedies remedies = new NightRemedies(settings, benches);
    Map<NightCause, List<NightFindings.Trouble>> causes = new LinkedHashMap<>();
    troubles.forEach(one -> causes.computeIfAbsent(cause(one), c -> new ArrayList<>()).add(one));
    List<NightFindings.Trouble> few =
        skipped.stream().filter(one -> cause(one) == NightCause.TOO_FEW_ROWS).toList();
    if (few.size() >= OFTEN) {
      causes.put(NightCause.TOO_FEW_ROWS, few);
    }
    causes.forEach(remedies::propose);
    return new Found(remedies.merged(), List.copyOf(remedies.unhelped));
  }

  private static NightCause cause(NightFindings.Trouble trouble) {
    return NightCause.ofWord(trouble.cause());
  }

  private void propose(NightCause cause, List<NightFindings.Trouble> where) {
    if (!cause.unhelped().isEmpty()) {
      unhelped.add(new NightFindings.Unhelped(cause.word(), where.size(), cause.unhelped()));
      return;
    }
    boolean open = false;
    boolean known = false;
    for (Remedy remedy : remedies(cause, where)) {
      String current = settings.get(remedy.setting());
      Optional<String> next = current == null ? Optional.empty() : remedy.next().apply(current);
      if (current != null && next.isPresent() && !open) {
        SettingProposal tried =
            benches.tried(proposal(remedy, current, next.get(), where(where), cause));
        proposals.add(tried);
        known = true;
        open = !tried.status().equals("refuted");
      }
    }
    if (!open) {
      unhelped.add(
          new NightFindings.Unhelped(
              cause.word(),
              where.size(),
              known
                  ? "all settings that are known to matter for it were tried and did not help"
                  : "the settings that matter for it are as far as they go"));
    }
  }

  private static List<Remedy> remedies(NightCause cause, List<NightFindings.Trouble> where) {
    return switch (cause) {
      case OLD_KNOWLEDGE_LOST, PROBES_FAILED -> List.of(MORE_REPLAY, MORE_CONTRASTS);
      case NOTHING_LEARNED -> List.of(MORE_REWORDINGS, FEWER_CONTRASTS);
      case NO_DATA -> List.of(LONGER_WATCH);
      case TOO_FEW_ROWS -> List.of(sooner(where));
      case NOT_MEASURABLE,
          UNUSABLE,
          FORGOTTEN,
          LATENCY,
          LIVENESS,
          WRONG_VERSION,
          ERRORS,
          INTERRUPTED,
          REQUESTED,
          TAINTED,
          DISK,
          MEMORY,
          ERROR,
          OTHER ->
          List.of();
    };
  }

  /** As many rows as the best of those nights had. */
  private static Remedy sooner(List<NightFindings.Trouble> where) {
    int most = where.stream().mapToInt(one -> leadingNumber(one.reason())).max().orElse(0);
    return new Remedy(
        TUNING + "min-failures",
        needed ->
            most >= 1 && most < whole(needed) ? Optional.of("" + most) : Optional.<String>empty(),
        "a night trains on as few rows as came");
  }

  private static String where(List<NightFindings.Trouble> troubles) {
    List<String> all =
        troubles.stream().map(one -> one.what().replace('_', ' ') + " " + one.where()).toList();
    int shown = Math.min(3, all.size());
    String some = String.join(", ", all.subList(0, shown));
    return all.size() == shown ? some : some + " and " + (all.size() - shown) + " more";
  }

  private static SettingProposal proposal(
      Remedy remedy, String current, String proposed, String where, NightCause cause) {
    String file = "code/" + BenchResults.file(remedy.setting(), proposed);
    String facts = cause == NightCause.TOO_FEW_ROWS ? " --facts " + proposed : "";
    return new SettingProposal(
        remedy.setting(),
        current,
        proposed,
        where + ": " + remedy.effect(),
        "bench/setting %s %s %s HOME/%s%s"
            .formatted(remedy.setting(), current, proposed, file, facts),
        file,
        false,
        "proposed",
        null);
  }

  /** One for each value, whatever it is proposed for. */
  private List<SettingProposal> merged() {
    Map<String, SettingProposal> merged = new LinkedHashMap<>();
    for (SettingProposal one : proposals) {
      merged.merge(
          one.setting() + " " + one.proposed(),
          one,
          (first, second) -> first.because(first.because() + "; " + second.because()));
    }
    return List.copyOf(merged.values());
  }

  private static Optional<String> moreReplay(String share) {
    double now = Double.parseDouble(share);
    double next = now == 0 ? 0.25 : Math.min(10, 2 * now);
    return next > now ? Optional.of(String.format(Locale.ROOT, "%.2f", next)) : Optional.empty();
  }

  private static Optional<String> doubled(String duration) {
    try {
      Duration now = Duration.parse("PT" + duration.toUpperCase(Locale.ROOT));
      return Optional.of(now.multipliedBy(2).toSeconds() + "s");
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> within(int next, int now, int most) {
    int bounded = Math.min(next, most);
    return bounded > now ? Optional.of("" + bounded) : Optional.empty();
  }

  private static int whole(String number) {
    return Integer.parseInt(number);
  }

  /** The number that a reason begins with; 0 for none. */
  private static int leadingNumber(String reason) {
    String digits = reason.strip().replaceFirst("(?s)\\D.*$", "");
    return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }
}
